import type { EntryContent, TalkEndContent } from "@feiliao/protocol";
import { type Decision, decideAppend, type KnownEntry } from "../append-rules.ts";
import type { Appended, AppendIntent } from "../conversation-store.ts";
import { applyConsequences, show, type Told } from "./apply-consequences.ts";
import type { BatchChanges } from "./batch-changes.ts";
import { type ConversationState, changedMember, factsFor, keyOf } from "./conversation-state.ts";
import type { ConversationWrite } from "./conversation-writer.ts";

type NewEntry = Exclude<Decision, { repeats: KnownEntry }>;

/** An append as a write of a batch. */
export function appendWrite(intent: AppendIntent): ConversationWrite<Appended> {
  const { conversation_id, account_id } = intent;
  return {
    conversation_id,
    account_id,
    append: intent,
    apply(state, changes, repeated) {
      const decision = decideAppend(intent, factsFor(intent, state));
      return decision.repeats
        ? repeatOf(decision.repeats, intent, state, repeated)
        : append(intent, decision, state, changes);
    },
  };
}

function append(
  intent: AppendIntent,
  { head, content_json, consequences }: NewEntry,
  state: ConversationState,
  changes: BatchChanges,
): Appended {
  const { account_id, device_id, client_id, device_seq } = intent;
  const { last_seq: seq, last_time: server_time } = head;
  state.last_seq = seq;
  state.last_time = server_time;
  state.chain = head.chain;
  state.known.set(keyOf(account_id, client_id), { seq, server_time, content: content_json });
  if (device_seq !== undefined) state.device_seqs.set(device_id, device_seq);
  if (state.targets.has(seq)) {
    const content = JSON.parse(content_json) as EntryContent;
    state.targets.set(seq, { seq, sender: account_id, server_time, content, fold: undefined });
  }
  changes.append(state, intent, content_json);
  applyTalk(intent, state, changes);
  const told = consequences ? applyConsequences(consequences, state, changes) : null;
  show(state, account_id, changes);
  return { epoch: state.epoch, seq, server_time, fresh: true, content_json, ...told };
}

/** What the entry at the head means for its talk. */
function applyTalk(
  { content, talk, ...intent }: AppendIntent,
  state: ConversationState,
  changes: BatchChanges,
) {
  if (!talk) return;
  if ("start" in talk) {
    changes.startTalk(intent, talk.start, state.last_seq, state.last_time);
    state.talks.set(talk.start, { state: "open", next_packet: 0 });
  } else {
    const { outcome } = content as TalkEndContent;
    changes.endTalk(state, talk.end, outcome, talk.blob_id);
    state.talks.set(talk.end, { ...state.talks.get(talk.end)!, state: outcome });
  }
}

/** What was found after a commit of unknown outcome may well be our own: then nobody has been told of it yet. */
function repeatOf(
  { seq, server_time, content }: KnownEntry,
  intent: AppendIntent,
  state: ConversationState,
  repeated: boolean,
): Appended {
  const told = repeated ? tellAgain(intent, state) : null;
  return { epoch: state.epoch, seq, server_time, content_json: content, fresh: repeated, ...told };
}

function tellAgain({ content, account_id }: AppendIntent, state: ConversationState): Told {
  const { info, members } = state;
  switch (content.type) {
    case "membership": {
      const changed = [...new Set([account_id, ...content.account_ids])].flatMap(
        (id) => members.get(id) ?? [],
      );
      return { members: changed.map((member) => changedMember(member, state)), info, audience_changed: true };
    }
    case "info":
    case "pin":
    case "recall":
      return { info };
    default:
      return {};
  }
}
