import type { TypingEvent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function conversationTyping({
  store,
  bus,
}: Pick<Services, "store" | "bus">): Handler<"conversation/typing"> {
  return async ({ conversation_id, typing }, { caller }) => {
    const { account_id } = caller;
    if (!(await store.conversations.isMember(conversation_id, account_id)))
      throw new FeiliaoError("not_found");
    const event: TypingEvent = { event: "typing", conversation_id, account_id, typing };
    bus.publish({ kind: "typing", conversation_id, account_id, frame: JSON.stringify(event) });
    return {};
  };
}
