import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function passkeyRegisterStart({
  passkeys,
}: Pick<Services, "passkeys">): Handler<"passkey/register-start"> {
  return (_input, { caller }) => passkeys.registerStart(caller.account_id);
}
