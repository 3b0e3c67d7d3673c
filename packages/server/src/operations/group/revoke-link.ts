import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function groupRevokeLink({
  store,
  clock,
}: Pick<Services, "store" | "clock">): Handler<"group/revoke-link"> {
  return async ({ conversation_id }, { caller }) => {
    const { account_id } = caller;
    await store.conversations.setLink({ conversation_id, account_id, link: null, now: clock.now() });
    return {};
  };
}
