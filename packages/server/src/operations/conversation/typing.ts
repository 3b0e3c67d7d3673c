import type { TypingEvent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { can } from "../../conversation/can.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function conversationTyping({
  store,
  bus,
  clock,
}: Pick<Services, "store" | "bus" | "clock">): Handler<"conversation/typing"> {
  return async ({ conversation_id, typing }, { caller }) => {
    const { account_id } = caller;
    const known = await store.conversations.standing(conversation_id, account_id);
    if (known?.standing.state !== "active") throw new FeiliaoError("not_found");
    const { standing: membership, info } = known;
    const { kind, settings } = info;
    // Nobody waits for words that would be refused, and who is blocked, or only reads, is not seen to be there.
    if (!can("append", { kind, settings, membership, now: clock.now() })) return {};
    const event: TypingEvent = { event: "typing", conversation_id, account_id, typing };
    bus.publish({ kind: "typing", conversation_id, account_id, frame: JSON.stringify(event) });
    return {};
  };
}
