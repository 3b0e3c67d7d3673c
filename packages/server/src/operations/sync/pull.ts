import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function syncPull({ catchUp, outbox }: Pick<Services, "catchUp" | "outbox">): Handler<"sync/pull"> {
  return async ({ token }, { caller }) => {
    await outbox.settle(); // what earlier answers promised to list is listed (D5)
    return catchUp.pull(caller.account_id, token ?? null);
  };
}
