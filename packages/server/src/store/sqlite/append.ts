import type { Database } from "bun:sqlite";
import type { EntryContent, TalkEndContent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { can } from "../../conversation/can.ts";
import { chainOf } from "../../conversation/chain.ts";
import type { Appended, AppendIntent } from "../conversation-store.ts";
import {
  type ConversationState,
  type ConversationStates,
  factsOf,
  type MemberState,
} from "./conversation-state.ts";
import type { Directory } from "./directory.ts";
import type { EntryPages } from "./entry-pages.ts";
import type { EntryLog } from "./log/entry-log.ts";
import type { EntryRow } from "./log/entry-row.ts";
import type { MediaRows } from "./media.ts";
import type { OutboxRows } from "./outbox.ts";
import type { TalkRows } from "./talks.ts";

export interface AppendParts {
  database: Database;
  states: ConversationStates;
  directory: Directory;
  log: EntryLog;
  pages: EntryPages;
  media: MediaRows;
  outbox: OutboxRows;
  talks: TalkRows;
}

/** The append itself, to be run inside a write: rights, key, order, then the row and what hangs on it. */
export class Append {
  readonly #parts: AppendParts;
  readonly #setShown;

  constructor(parts: AppendParts) {
    this.#parts = parts;
    this.#setShown = parts.database.query<unknown, [number, number]>(
      "UPDATE membership SET shown = 1 WHERE conversation_no = ? AND account_no = ?",
    );
  }

  run(intent: AppendIntent): Appended {
    const { states, directory, log } = this.#parts;
    const state = states.get(intent.conversation_id);
    const member = state?.members.get(intent.account_id);
    if (!state || !member || !can("append", factsOf(state, intent.account_id)))
      throw new FeiliaoError("not_found");
    const device_no = directory.deviceNo(intent.device_id);
    if (device_no === null) throw new FeiliaoError("unauthorized");

    const key = log.keyOf(state.no, member.account_no, intent.client_id);
    const known = log.find(key);
    if (known) return repeatOf(known, intent, state);
    this.#checkOrder(intent, state, device_no);
    this.#checkMedia(intent, state, member);
    this.#checkTalkEnd(intent);
    // D16: never backwards within a conversation, whatever the wall clock does.
    const server_time = Math.max(intent.now, state.last_time);
    const row = {
      seq: state.last_seq + 1,
      account_no: member.account_no,
      device_no,
      client_id: intent.client_id,
      server_time,
      chain: chainOf(state.chain, { ...intent, server_time }),
      content: JSON.stringify(intent.content),
    };
    log.append(key, row, intent.device_seq ?? null);
    state.last_seq = row.seq;
    state.last_time = server_time;
    state.chain = row.chain;
    if (intent.device_seq !== undefined) state.device_seqs.set(intent.device_id, intent.device_seq);
    this.#applyContent(intent, state, row.seq, server_time);
    this.show(state, member);
    return {
      epoch: state.epoch,
      seq: row.seq,
      server_time,
      fresh: true,
      content: intent.content,
    };
  }

  /** From now on the member's name and picture may be seen in the conversation. */
  show(state: ConversationState, member: MemberState): void {
    if (member.shown) return;
    member.shown = true;
    this.#setShown.run(state.no, member.account_no);
    this.#parts.outbox.queue({
      kind: "refresh_member",
      account_id: member.account_id,
      conversation_id: state.id,
    });
  }

  /** D4, after D2: a repeat has had its original answer, whatever its number. */
  #checkOrder(intent: AppendIntent, state: ConversationState, device_no: number): void {
    if (intent.device_seq === undefined) return;
    const expected = this.#parts.states.deviceSeq(state, intent.device_id, device_no) + 1;
    if (intent.device_seq !== expected) throw new FeiliaoError("out_of_order", { expected });
  }

  #checkMedia({ content }: AppendIntent, state: ConversationState, member: MemberState): void {
    if (content.type !== "image") return;
    const { media } = this.#parts;
    if (media.isGranted(member.account_no, content.blob_id)) return;
    if (media.isInConversation(state.no, content.blob_id)) return;
    throw new FeiliaoError("media_missing");
  }

  /** A talk ends once: open or interrupted before, and complete only with every packet that is stored. */
  #checkTalkEnd({ talk, content }: AppendIntent): void {
    if (!talk || !("end" in talk) || content.type !== "talk_end") return;
    const stored = this.#parts.talks.byId(talk.end);
    if (!stored) throw new FeiliaoError("not_found");
    if (stored.state === "complete" || stored.state === "cancelled") throw new FeiliaoError("talk_ended");
    if (content.outcome !== "cancelled" && stored.next_packet !== content.packets) {
      throw new FeiliaoError("upload_offset", { expected: stored.next_packet });
    }
  }

  #applyContent(intent: AppendIntent, state: ConversationState, seq: number, server_time: number): void {
    const { media, pages, talks } = this.#parts;
    const { content, talk } = intent;
    if (content.type === "image") media.addToConversation(state.no, content.blob_id);
    if (content.type === "talk_end") pages.setFold(state.no, content.target, { talk_end: content });
    if (talk && "start" in talk) talks.start(intent, talk.start, seq, server_time);
    if (talk && "end" in talk) {
      talks.end(talk.end, (content as TalkEndContent).outcome, talk.blob_id, server_time);
    }
  }
}

/** D2: the original answer to the same content. @throws idempotency_conflict when it is other content */
function repeatOf(known: EntryRow, intent: AppendIntent, { epoch }: ConversationState): Appended {
  if (!isSameContent(known, intent)) throw new FeiliaoError("idempotency_conflict");
  const content = JSON.parse(known.content) as EntryContent;
  return { epoch, seq: known.seq, server_time: known.server_time, fresh: false, content };
}

function isSameContent(known: EntryRow, { content, talk }: AppendIntent): boolean {
  const { type } = JSON.parse(known.content) as EntryContent;
  // A voice message is the same by its key alone: each attempt to start it makes up a talk id anew.
  if (content.type === "voice") return type === "voice";
  // The same end of a talk, whatever waveform comes with it this time.
  if (talk && "end" in talk) return type === "talk_end";
  return known.content === JSON.stringify(content);
}
