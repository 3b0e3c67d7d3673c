import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function conversationAttend({
  store,
  receivers,
  talks,
  listening,
}: Pick<Services, "store" | "receivers" | "talks" | "listening">): Handler<"conversation/attend"> {
  return async ({ conversation_id, resume }, { caller, socket }) => {
    if (conversation_id && !(await store.conversations.isMember(conversation_id, caller.account_id))) {
      throw new FeiliaoError("not_found");
    }
    receivers.attend(socket, conversation_id);
    for (const { talk_id, from_packet } of resume) {
      const talk = await store.talks.byId(talk_id);
      const goesOn = talk?.state === "open" || talks.isLive(talk_id);
      if (goesOn && talk?.conversation_id === conversation_id) listening.resume(socket, talk_id, from_packet);
    }
    return {};
  };
}
