import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function deviceRevoke({
  store,
  bus,
  clock,
}: Pick<Services, "store" | "bus" | "clock">): Handler<"device/revoke"> {
  return async ({ device_id }, { caller }) => {
    const revoked = await store.accounts.revokeDevice(caller.account_id, device_id, clock.now());
    if (!revoked) throw new FeiliaoError("not_found");
    bus.publish({ kind: "device_revoked", account_id: caller.account_id, device_id });
    return {};
  };
}
