import type { AccountId, ConversationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function conversationAttend({
  store,
  receivers,
  talks,
  listening,
}: Pick<Services, "store" | "receivers" | "talks" | "listening">): Handler<"conversation/attend"> {
  async function requireMember(conversation_id: ConversationId | null, account_id: AccountId) {
    if (conversation_id === null || (await store.conversations.isMember(conversation_id, account_id))) return;
    throw new FeiliaoError("not_found");
  }

  return async ({ conversation_id, resume }, { caller, socket }) => {
    await requireMember(conversation_id, caller.account_id);
    receivers.attend(socket, conversation_id);
    // D17: who was removed meanwhile was not among those who attend when that was told.
    await requireMember(conversation_id, caller.account_id).catch((failure: unknown) => {
      if (socket.attending === conversation_id) receivers.attend(socket, null);
      throw failure;
    });
    for (const { talk_id, from_packet } of resume) {
      const talk = await store.talks.byId(talk_id);
      const goesOn = talk?.state === "open" || talks.isLive(talk_id);
      if (goesOn && talk?.conversation_id === conversation_id) listening.resume(socket, talk_id, from_packet);
    }
    return {};
  };
}
