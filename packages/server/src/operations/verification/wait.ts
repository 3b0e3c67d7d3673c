import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function verificationWait({
  signUpBySms,
}: Pick<Services, "signUpBySms">): Handler<"verification/wait"> {
  return (input) => signUpBySms.wait(input);
}
