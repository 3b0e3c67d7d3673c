import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function verificationCheck({
  verification,
}: Pick<Services, "verification">): Handler<"verification/check"> {
  return (input, { ip }) => verification.check(input, ip);
}
