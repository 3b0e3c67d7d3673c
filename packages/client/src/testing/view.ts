import { DEFAULT_CONVERSATION_SETTINGS } from "../model/kept.ts";
import type { ConversationView } from "../types.ts";

/** A direct conversation in which nothing was said, but for what a test says of it. */
export function testView(more: Partial<ConversationView>): ConversationView {
  return {
    ...{ conversation_id: "con_a", kind: "direct", title: "", address: null, picture: null },
    ...{ state: "active", invited_by: null, info: null, settings: DEFAULT_CONVERSATION_SETTINGS },
    ...{ blocked: false, nameOf: () => "", peer: null, members: [], me: null, last: null },
    ...{
      unread: 0,
      mentions: 0,
      lost: 0,
      draft: "",
      draft_reply_to: null,
      pins: [],
      sms: false,
      typing: false,
      active_at: 0,
    },
    rights: {
      ...{ write: { may: true }, mention_all: false, manage: false, own: false, add: false },
      ...{ pin: true, leave: false },
    },
    ...more,
  };
}
