import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function passkeyRegister({ passkeys }: Pick<Services, "passkeys">): Handler<"passkey/register"> {
  return (input, { caller }) => passkeys.register(caller.account_id, input);
}
