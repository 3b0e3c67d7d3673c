import { ERASURE_GRACE_MS } from "../../accounts/erasures.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function accountDelete({
  store,
  bus,
  clock,
  ownerProofs,
}: Pick<Services, "store" | "bus" | "clock" | "ownerProofs">): Handler<"account/delete"> {
  return async ({ proof }, { caller: { account_id } }) => {
    await ownerProofs.require(account_id, proof);
    const now = clock.now();
    const erase_at = now + ERASURE_GRACE_MS;
    const revoked = await store.accounts.scheduleErasure(account_id, erase_at, now);
    for (const device of revoked) bus.publish({ kind: "device_revoked", ...device });
    return { erase_at };
  };
}
