import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function conversationRead({ store }: Pick<Services, "store">): Handler<"conversation/read"> {
  return ({ conversation_id, after_seq, before_seq, limit }, { caller }) =>
    store.conversations.read(conversation_id, caller.account_id, {
      limit,
      ...(after_seq !== undefined && { after_seq }),
      ...(before_seq !== undefined && { before_seq }),
    });
}
