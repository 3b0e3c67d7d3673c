import { announceAccountLog } from "../../accounts/announce.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function accountSetPin(services: Pick<Services, "store" | "log">): Handler<"account/set-pin"> {
  return async ({ pin }, { caller }) => {
    const hash = pin === null ? null : await Bun.password.hash(pin, "argon2id");
    await services.store.accounts.setPinHash(caller.account_id, hash);
    await announceAccountLog(services, caller.account_id);
    return { has_pin: hash !== null };
  };
}
