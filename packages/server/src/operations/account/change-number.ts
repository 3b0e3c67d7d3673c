import { announceAccountLog } from "../../accounts/announce.ts";
import { IDLE_ACCOUNT_MS } from "../../accounts/verification-limits.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function accountChangeNumber(
  services: Pick<Services, "store" | "log" | "bus" | "clock" | "doubts" | "verification" | "ownerProofs">,
): Handler<"account/change-number"> {
  return async ({ verification_id, code, proof }, { caller: { account_id } }) => {
    const { store, bus, clock, doubts, verification, ownerProofs } = services;
    await ownerProofs.requirePinOwner(account_id, proof);
    const entered = await verification.enter({ verification_id, code }, async () => {});
    const { number } = entered.verification;
    const change = { account_id, number, now: clock.now(), idle_ms_max: IDLE_ACCOUNT_MS };
    const { profile, revoked } = await doubts.watch({ account_id }, store.accounts.changeNumber(change));
    for (const former of revoked) bus.publish({ kind: "device_revoked", ...former });
    await announceAccountLog(services, account_id);
    return profile;
  };
}
