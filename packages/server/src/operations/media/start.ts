import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function mediaStart({ uploads }: Pick<Services, "uploads">): Handler<"media/start"> {
  return ({ sha256, size }, { caller }) => uploads.start(caller.account_id, sha256, size);
}
