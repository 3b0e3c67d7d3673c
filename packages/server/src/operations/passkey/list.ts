import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function passkeyList({ passkeys }: Pick<Services, "passkeys">): Handler<"passkey/list"> {
  return async (_input, { caller }) => ({ passkeys: await passkeys.list(caller.account_id) });
}
