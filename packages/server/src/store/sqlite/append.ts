import type { Database } from "bun:sqlite";
import type { BlobId, TalkEndContent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { decideAppend, headAfter, type KnownEntry } from "../append-rules.ts";
import type { Appended, AppendIntent } from "../conversation-store.ts";
import type { ConversationState, ConversationStates, MemberState } from "./conversation-state.ts";
import type { Directory } from "./directory.ts";
import type { EntryPages } from "./entry-pages.ts";
import type { EntryLog } from "./log/entry-log.ts";
import type { EntryKey } from "./log/entry-row.ts";
import type { LogEpoch } from "./log-epoch.ts";
import type { MediaRows } from "./media.ts";
import type { MemberRows } from "./member-rows.ts";
import type { OutboxRows } from "./outbox.ts";
import type { TalkRows } from "./talks.ts";

export interface AppendParts {
  database: Database;
  epoch: LogEpoch;
  states: ConversationStates;
  directory: Directory;
  log: EntryLog;
  members: MemberRows;
  pages: EntryPages;
  media: MediaRows;
  outbox: OutboxRows;
  talks: TalkRows;
}

/** The append itself, to be run inside a write: the facts, the decision, then the row and what hangs on it. */
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
    if (!state || !member) throw new FeiliaoError("not_found");
    const device_no = directory.deviceNo(intent.device_id);
    if (device_no === null) throw new FeiliaoError("unauthorized");

    const key = log.keyOf(state.no, member.account_no, intent.client_id);
    const repeated = this.#decide(intent, state, member, device_no, key);
    if (repeated) return repeatOf(repeated, state);
    const head = headAfter(state, intent);
    const row = {
      seq: head.last_seq,
      account_no: member.account_no,
      device_no,
      client_id: intent.client_id,
      server_time: head.last_time,
      chain: head.chain,
      content: JSON.stringify(intent.content),
    };
    log.append(key, row, intent.device_seq ?? null);
    state.last_seq = head.last_seq; // one by one: Object.assign was a tenth of the append
    state.last_time = head.last_time;
    state.chain = head.chain;
    if (intent.device_seq !== undefined) state.device_seqs.set(intent.device_id, intent.device_seq);
    this.#applyContent(intent, state);
    this.show(state, member);
    const { seq, server_time } = row;
    return { epoch: state.epoch, seq, server_time, fresh: true, content_json: row.content };
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

  #decide(
    intent: AppendIntent,
    state: ConversationState,
    membership: MemberState,
    device_no: number,
    key: EntryKey,
  ): KnownEntry | null {
    const { log, states, talks } = this.#parts;
    const { content, talk } = intent;
    const { account_no } = membership;
    return decideAppend(intent, {
      membership,
      known: log.find(key),
      device_seq: intent.device_seq === undefined ? 0 : states.deviceSeq(state, intent.device_id, device_no),
      may_show_picture: content.type === "image" && this.#mayShow(content.blob_id, state.no, account_no),
      talk: talk && "end" in talk ? talks.byId(talk.end) : null,
    });
  }

  #mayShow(blob_id: BlobId, conversation_no: number, account_no: number): boolean {
    const { media } = this.#parts;
    return media.isGranted(account_no, blob_id) || media.isInConversation(conversation_no, blob_id);
  }

  #applyContent(intent: AppendIntent, { no, last_seq, last_time }: ConversationState): void {
    const { media, pages, talks } = this.#parts;
    const { content, talk } = intent;
    if (content.type === "image") media.addToConversation(no, content.blob_id);
    if (content.type === "talk_end") pages.setFold(no, content.target, { talk_end: content });
    if (talk && "start" in talk) talks.start(intent, talk.start, last_seq, last_time);
    if (talk && "end" in talk) {
      talks.end(talk.end, (content as TalkEndContent).outcome, talk.blob_id, last_time);
    }
  }
}

function repeatOf({ seq, server_time, content }: KnownEntry, { epoch }: ConversationState): Appended {
  return { epoch, seq, server_time, fresh: false, content_json: content };
}
