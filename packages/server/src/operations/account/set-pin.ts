import { announceAccountLog } from "../../accounts/announce.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function accountSetPin(
  services: Pick<Services, "store" | "log" | "doubts" | "ownerProofs">,
): Handler<"account/set-pin"> {
  return async ({ pin, proof }, { caller: { account_id } }) => {
    await services.ownerProofs.requirePinOwner(account_id, proof);
    const hash = pin === null ? null : await Bun.password.hash(pin, "argon2id");
    await services.doubts.watch({ account_id }, services.store.accounts.setPinHash(account_id, hash));
    await announceAccountLog(services, account_id);
    return { has_pin: hash !== null };
  };
}
