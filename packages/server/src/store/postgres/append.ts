import type { AccountId, TalkEndContent } from "@feiliao/protocol";
import { decideAppend, headAfter, type KnownEntry } from "../append-rules.ts";
import type { Appended, AppendIntent } from "../conversation-store.ts";
import type { BatchChanges } from "./batch-changes.ts";
import { type ConversationState, factsFor, keyOf } from "./conversation-state.ts";
import type { ConversationWrite } from "./conversation-writer.ts";

/** An append as a write of a batch. */
export function appendWrite(intent: AppendIntent): ConversationWrite<Appended> {
  const { conversation_id, account_id } = intent;
  return {
    conversation_id,
    account_id,
    append: intent,
    apply(state, changes, repeated) {
      const known = decideAppend(intent, factsFor(intent, state));
      // What was found after a commit of unknown outcome may well be our own: then nobody has been told of it yet.
      if (known) return { ...answerOf(known, state), fresh: repeated };
      return append(intent, state, changes);
    },
  };
}

/** From now on the member's name and picture may be seen in the conversation. */
export function show(state: ConversationState, account_id: AccountId, changes: BatchChanges): void {
  const membership = state.memberships.get(account_id);
  if (!membership || membership.shown) return;
  membership.shown = true;
  changes.show(state, account_id);
  changes.queue(state.id, { kind: "refresh_member", account_id, conversation_id: state.id });
}

function append(intent: AppendIntent, state: ConversationState, changes: BatchChanges): Appended {
  const { account_id, device_id, client_id, device_seq } = intent;
  Object.assign(state, headAfter(state, intent));
  const entry = {
    seq: state.last_seq,
    server_time: state.last_time,
    content: JSON.stringify(intent.content),
  };
  state.known.set(keyOf(account_id, client_id), entry);
  if (device_seq !== undefined) state.device_seqs.set(device_id, device_seq);
  changes.append(state, intent, entry.content);
  applyContent(intent, state, changes);
  show(state, account_id, changes);
  const { seq, server_time } = entry;
  return { epoch: state.epoch, seq, server_time, fresh: true, content_json: entry.content };
}

/** What hangs on the entry at the head. */
function applyContent(intent: AppendIntent, state: ConversationState, changes: BatchChanges): void {
  const { content, talk, conversation_id } = intent;
  const { last_seq, last_time } = state;
  if (content.type === "image") changes.addBlob(conversation_id, content.blob_id);
  if (content.type === "talk_end") changes.setFold(conversation_id, content.target, { talk_end: content });
  if (!talk) return;
  if ("start" in talk) {
    changes.startTalk(intent, talk.start, last_seq, last_time);
    state.talks.set(talk.start, { state: "open", next_packet: 0 });
  } else {
    const { outcome } = content as TalkEndContent;
    changes.endTalk(conversation_id, talk.end, outcome, talk.blob_id, last_time);
    state.talks.set(talk.end, { ...state.talks.get(talk.end)!, state: outcome });
  }
}

function answerOf({ seq, server_time, content }: KnownEntry, { epoch }: ConversationState) {
  return { epoch, seq, server_time, content_json: content };
}
