import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function verificationStart({
  verification,
}: Pick<Services, "verification">): Handler<"verification/start"> {
  return (input, { ip }) => verification.start(input, ip);
}
