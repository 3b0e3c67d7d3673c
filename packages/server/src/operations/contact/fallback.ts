import { addressOf } from "../../accounts/address.ts";
import { keptKey } from "../../store/kept-keys.ts";
import type { Handler } from "../handler.ts";
import { keep } from "../keep.ts";
import type { Services } from "../services.ts";

const RULES_MAX = 1_000;

export function contactFallback(
  services: Pick<Services, "store" | "log" | "clock" | "doubts" | "sms">,
): Handler<"contact/fallback"> {
  return async (input, { caller }) => {
    const { address } = addressOf(input.address);
    const change = { type: "fallback", address, rule: input.rule } as const;
    await keep(services, caller.account_id, keptKey.fallback(address), change, RULES_MAX);
    services.sms.patience.forget();
    return { address };
  };
}
