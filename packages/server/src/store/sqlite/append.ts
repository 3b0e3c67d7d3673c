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
import type { EntryRow, EntryRows } from "./entry-rows.ts";
import type { MediaRows } from "./media.ts";
import type { OutboxRows } from "./outbox.ts";
import type { TalkRows } from "./talks.ts";

export interface AppendParts {
  database: Database;
  states: ConversationStates;
  directory: Directory;
  entries: EntryRows;
  media: MediaRows;
  outbox: OutboxRows;
  talks: TalkRows;
}

/** The append itself, to be run inside a write: rights, key, order, then the row and what hangs on it. */
export class Append {
  readonly #parts: AppendParts;
  readonly #setDevicePosition;
  readonly #setShown;

  constructor(parts: AppendParts) {
    this.#parts = parts;
    this.#setDevicePosition = parts.database.query<unknown, [number, number, number]>(
      `INSERT INTO device_position (conversation_no, device_no, device_seq) VALUES (?, ?, ?)
       ON CONFLICT (conversation_no, device_no) DO UPDATE SET device_seq = excluded.device_seq`,
    );
    this.#setShown = parts.database.query<unknown, [number, number]>(
      "UPDATE membership SET shown = 1 WHERE conversation_no = ? AND account_no = ?",
    );
  }

  run(intent: AppendIntent): Appended {
    const { states, directory, entries } = this.#parts;
    const state = states.get(intent.conversation_id);
    const member = state?.members.get(intent.account_id);
    if (!state || !member || !can("append", factsOf(state, intent.account_id)))
      throw new FeiliaoError("not_found");
    const device_no = directory.deviceNo(intent.device_id);
    if (device_no === null) throw new FeiliaoError("unauthorized");

    const repeated = this.#checkOrder(intent, state, member, device_no);
    if (repeated) return repeated;
    this.#checkMedia(intent, state, member);
    const ended = this.#checkTalkEnd(intent, state, member);
    if (ended) return ended;
    // D16: never backwards within a conversation, whatever the wall clock does.
    const server_time = Math.max(intent.now, state.last_time);
    const row = {
      seq: state.last_seq + 1,
      account_no: member.account_no,
      device_no,
      client_id: intent.client_id,
      server_time,
      content: JSON.stringify(intent.content),
      chain: chainOf(state.chain, { ...intent, server_time }),
    };
    if (!entries.insert(state.no, row)) return this.#repeat(intent, state, member)!;
    state.last_seq = row.seq;
    state.last_time = server_time;
    state.chain = row.chain;
    this.#advanceDevice(intent, state, device_no);
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

  /** D4, after D2: a repeat gets its original answer whatever its number. */
  #checkOrder(
    intent: AppendIntent,
    state: ConversationState,
    member: MemberState,
    device_no: number,
  ): Appended | null {
    if (intent.device_seq === undefined) return null;
    const expected = this.#parts.states.deviceSeq(state, intent.device_id, device_no) + 1;
    if (intent.device_seq === expected) return null;
    const repeated = this.#repeat(intent, state, member);
    if (repeated) return repeated;
    throw new FeiliaoError("out_of_order", { expected });
  }

  #repeat(intent: AppendIntent, state: ConversationState, member: MemberState): Appended | null {
    const row = this.#parts.entries.byKey(state.no, member.account_no, intent.client_id);
    if (!row) return null;
    if (!isSameContent(row, intent.content)) throw new FeiliaoError("idempotency_conflict");
    return repeatOf(row, state);
  }

  #checkMedia(intent: AppendIntent, state: ConversationState, member: MemberState): void {
    const { content } = intent;
    if (content.type !== "image") return;
    const { media } = this.#parts;
    if (media.isGranted(member.account_no, content.blob_id)) return;
    if (media.isInConversation(state.no, content.blob_id)) return;
    // A retry of a send that did land is answered as such even when the grant is gone by now.
    if (this.#repeat(intent, state, member)) return;
    throw new FeiliaoError("media_missing");
  }

  /** A talk ends once: open or interrupted before, and complete only with every packet that is stored. */
  #checkTalkEnd(intent: AppendIntent, state: ConversationState, member: MemberState): Appended | null {
    const { talk, content } = intent;
    if (!talk || !("end" in talk) || content.type !== "talk_end") return null;
    const stored = this.#parts.talks.byId(talk.end);
    if (!stored) throw new FeiliaoError("not_found");
    const row = this.#parts.entries.byKey(state.no, member.account_no, intent.client_id);
    if (row) return repeatOf(row, state); // the same end, whatever waveform comes with it this time
    if (stored.state === "complete" || stored.state === "cancelled") throw new FeiliaoError("talk_ended");
    if (content.outcome !== "cancelled" && stored.next_packet !== content.packets) {
      throw new FeiliaoError("upload_offset", { expected: stored.next_packet });
    }
    return null;
  }

  #advanceDevice(intent: AppendIntent, state: ConversationState, device_no: number): void {
    if (intent.device_seq === undefined) return;
    state.device_seqs.set(intent.device_id, intent.device_seq);
    this.#setDevicePosition.run(state.no, device_no, intent.device_seq);
  }

  #applyContent(intent: AppendIntent, state: ConversationState, seq: number, server_time: number): void {
    const { entries, media, talks } = this.#parts;
    const { content, talk } = intent;
    if (content.type === "image") media.addToConversation(state.no, content.blob_id);
    if (content.type === "talk_end") entries.setFold(state.no, content.target, { talk_end: content });
    if (talk && "start" in talk) talks.start(intent, talk.start, seq, server_time);
    if (talk && "end" in talk) {
      talks.end(talk.end, (content as TalkEndContent).outcome, talk.blob_id, server_time);
    }
  }
}

function repeatOf({ seq, server_time, content }: EntryRow, { epoch }: ConversationState): Appended {
  return { epoch, seq, server_time, fresh: false, content: JSON.parse(content) as EntryContent };
}

/** A voice message is the same by its key alone: each attempt to start it makes up a talk id anew. */
function isSameContent({ content }: EntryRow, offered: EntryContent): boolean {
  if (offered.type === "voice") return (JSON.parse(content) as EntryContent).type === "voice";
  return content === JSON.stringify(offered);
}
