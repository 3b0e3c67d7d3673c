import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function verificationExpect({
  signUpBySms,
}: Pick<Services, "signUpBySms">): Handler<"verification/expect"> {
  return (input, { ip }) => signUpBySms.start(input, ip);
}
