import { addressOf } from "../../accounts/address.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function contactSet({ store, log }: Pick<Services, "store" | "log">): Handler<"contact/set"> {
  return async (input, { caller }) => {
    const { address } = addressOf(input.address);
    const change = await store.accounts.setContact(caller.account_id, address, input.name);
    log.announceAccountChange(caller.account_id, change);
    return { address };
  };
}
