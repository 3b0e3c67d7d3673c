import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function syncPull({ catchUp }: Pick<Services, "catchUp">): Handler<"sync/pull"> {
  return ({ token, base }, { caller }) => catchUp.pull(caller.account_id, token ?? null, base ?? null);
}
