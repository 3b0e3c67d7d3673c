import type { Database } from "bun:sqlite";
import type { BlobId, EntryContent, TalkEndContent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { blobsOf, type Decision, decideAppend, type KnownEntry, type TargetEntry } from "../append-rules.ts";
import type { Appended, AppendIntent } from "../conversation-store.ts";
import { makesAdmins, successor } from "../group-rules.ts";
import { applyConsequences } from "./consequences.ts";
import type { ConversationState, ConversationStates, Membership } from "./conversation-state.ts";
import type { Directory } from "./directory.ts";
import type { EntryPages } from "./entry-pages.ts";
import type { Erasing } from "./erasing.ts";
import type { Expiry } from "./expiry.ts";
import type { InfoRows } from "./info-rows.ts";
import type { InviteLinks } from "./invite-links.ts";
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
  erasing: Erasing;
  expiry: Expiry;
  infos: InfoRows;
  links: InviteLinks;
  log: EntryLog;
  members: MemberRows;
  pages: EntryPages;
  media: MediaRows;
  outbox: OutboxRows;
  talks: TalkRows;
}

/** Who appends, by the numbers of this database. `member` null: has never had to do with the conversation. */
interface Sender {
  member: Membership | null;
  account_no: number;
  device_no: number;
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
    const { states, log } = this.#parts;
    const state = states.get(intent.conversation_id);
    if (!state) throw new FeiliaoError("not_found");
    const sender = this.#senderOf(intent, state);
    const key = log.keyOf(state.no, sender.account_no, intent.client_id);
    const decision = this.#decide(intent, state, sender, key);
    if (decision.repeats) return repeatOf(decision.repeats, state);
    const { head, content_json, consequences } = decision;
    const row = {
      seq: head.last_seq,
      account_no: sender.account_no,
      device_no: sender.device_no,
      client_id: intent.client_id,
      server_time: head.last_time,
      chain: head.chain,
      content: content_json,
    };
    log.append(key, row, intent.device_seq ?? null);
    state.last_seq = head.last_seq; // one by one: Object.assign was a tenth of the append
    state.last_time = head.last_time;
    state.chain = head.chain;
    if (intent.device_seq !== undefined) state.device_seqs.set(intent.device_id, intent.device_seq);
    const { seq, server_time } = row;
    const appended: Appended = { epoch: state.epoch, seq, server_time, fresh: true, content_json };
    if (intent.talk) this.#applyTalk(intent, intent.talk, state);
    if (consequences) Object.assign(appended, applyConsequences(this.#parts, state, consequences));
    if (sender.member) this.show(state, sender.member);
    return appended;
  }

  /** From now on the member's name and picture may be seen in the conversation. */
  show(state: ConversationState, member: Membership): void {
    if (member.shown) return;
    member.shown = true;
    this.#setShown.run(state.no, member.account_no);
    this.#parts.outbox.queue({
      kind: "refresh_member",
      account_id: member.account_id,
      conversation_id: state.id,
    });
  }

  #senderOf({ account_id, device_id }: AppendIntent, { members }: ConversationState): Sender {
    const { directory } = this.#parts;
    const member = members.get(account_id) ?? null;
    const account_no = member?.account_no ?? directory.accountNo(account_id);
    if (account_no === null) throw new FeiliaoError("not_found");
    const device_no = directory.deviceNo(device_id);
    if (device_no === null) throw new FeiliaoError("unauthorized");
    return { member, account_no, device_no };
  }

  #decide(
    intent: AppendIntent,
    state: ConversationState,
    { member, account_no, device_no }: Sender,
    key: EntryKey,
  ): Decision {
    const { links, log, states, talks } = this.#parts;
    const { content, talk, token_hash, now } = intent;
    const { kind, info, members } = state;
    return decideAppend(intent, {
      head: state,
      kind,
      info,
      settings: info.settings,
      membership: member,
      has_link: token_hash !== undefined && links.conversationNo(token_hash, now) === state.no,
      now,
      known: log.find(key),
      device_seq: intent.device_seq === undefined ? 0 : states.deviceSeq(state, intent.device_id, device_no),
      may_show_blobs: this.#mayShowAll(blobsOf(content), state.no, account_no),
      talk: talk && "end" in talk ? talks.byId(talk.end) : null,
      target: member && "target" in content ? this.#target(state, content.target, member) : null,
      standing: (account_id) => members.get(account_id) ?? null,
      successor: isOwnerLeaving(content, member) ? successor(members.values()) : null,
      admins: makesAdmins(content) ? adminsAmong(members.values()) : 0,
    });
  }

  #mayShowAll(blobs: readonly BlobId[], conversation_no: number, account_no: number): boolean {
    const { media } = this.#parts;
    for (const blob_id of blobs) {
      if (!media.isGranted(account_no, blob_id) && !media.isInConversation(conversation_no, blob_id))
        return false;
    }
    return true;
  }

  /** Null when there is none, or it is from before what the sender may read. */
  #target({ no, last_seq }: ConversationState, seq: number, { from_seq }: Membership): TargetEntry | null {
    const { directory, log, pages } = this.#parts;
    const row = seq < from_seq || seq > last_seq ? null : log.at(no, seq);
    if (!row) return null;
    return {
      seq,
      sender: directory.accountId(row.account_no),
      server_time: row.server_time,
      content: JSON.parse(row.content) as EntryContent,
      fold: pages.foldOf(no, seq),
    };
  }

  #applyTalk(intent: AppendIntent, talk: NonNullable<AppendIntent["talk"]>, state: ConversationState): void {
    const { talks } = this.#parts;
    const { last_seq, last_time } = state;
    if ("start" in talk) talks.start(intent, talk.start, last_seq, last_time);
    else talks.end(talk.end, (intent.content as TalkEndContent).outcome, talk.blob_id, last_time);
  }
}

function isOwnerLeaving(content: EntryContent, member: Membership | null): boolean {
  return content.type === "membership" && content.change === "left" && member?.role === "owner";
}

function adminsAmong(members: Iterable<Membership>): number {
  return [...members].filter(({ role }) => role === "admin").length;
}

function repeatOf({ seq, server_time, content }: KnownEntry, { epoch }: ConversationState): Appended {
  return { epoch, seq, server_time, fresh: false, content_json: content };
}
