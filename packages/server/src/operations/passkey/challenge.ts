import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function passkeyChallenge({ passkeys }: Pick<Services, "passkeys">): Handler<"passkey/challenge"> {
  return async () => passkeys.challenge();
}
