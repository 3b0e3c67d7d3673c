import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function passkeyRemove({ store }: Pick<Services, "store">): Handler<"passkey/remove"> {
  return async ({ passkey_id }, { caller }) => {
    const removed = await store.passkeys.remove(caller.account_id, passkey_id);
    if (!removed) throw new FeiliaoError("not_found");
    return {};
  };
}
