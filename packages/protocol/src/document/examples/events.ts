import type { Event, EventName } from "../../down.ts";
import { BOB, CONVERSATION, TALK } from "./cast.ts";
import { ALICE_PROFILE, BOB_AS_MEMBER, GROUP_INFO, TEXT_ENTRY } from "./entries.ts";

/** One of every event. */
export const EVENT_EXAMPLES: { [Name in EventName]: Extract<Event, { event: Name }> } = {
  entry: { event: "entry", conversation_id: CONVERSATION, epoch: 1, entry: TEXT_ENTRY },
  members: { event: "members", conversation_id: CONVERSATION, members: [BOB_AS_MEMBER] },
  info: { event: "info", conversation_id: CONVERSATION, info: GROUP_INFO },
  account: { event: "account", change: { type: "profile", position: 4, profile: ALICE_PROFILE } },
  typing: { event: "typing", conversation_id: CONVERSATION, account_id: BOB, typing: true },
  talk: {
    event: "talk",
    conversation_id: CONVERSATION,
    talk_id: TALK,
    handle: 4_294_901_761,
    from_packet: 0,
  },
  lagging: { event: "lagging" },
  goodbye: { event: "goodbye", reason: "shutdown", retry: true, retry_after_s: 3.2 },
};
