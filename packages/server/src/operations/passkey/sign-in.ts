import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function passkeySignIn({ passkeys }: Pick<Services, "passkeys">): Handler<"passkey/sign-in"> {
  return (input, { ip }) => passkeys.signIn(input, ip);
}
