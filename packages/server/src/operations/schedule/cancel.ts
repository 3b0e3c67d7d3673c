import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Handler } from "../handler.ts";
import { keep } from "../keep.ts";
import type { Services } from "../services.ts";

export function scheduleCancel(
  services: Pick<Services, "store" | "log" | "clock" | "doubts">,
): Handler<"schedule/cancel"> {
  return async ({ scheduled_id }, { caller }) => {
    const { account_id } = caller;
    const { store, doubts } = services;
    const key = `scheduled ${scheduled_id}`;
    const cancelled = await doubts.watch({ account_id }, store.scheduled.cancel(account_id, scheduled_id));
    const kept = await store.accounts.kept(account_id, key);
    const told = kept?.type === "scheduled" ? kept.message : null;
    // One that failed is only told of still; of one that was cancelled before, the telling may have been missed.
    if (!told || (!cancelled && told.failure === null)) throw new FeiliaoError("target_gone");
    await keep(services, account_id, key, { type: "scheduled", scheduled_id, message: null });
    return {};
  };
}
