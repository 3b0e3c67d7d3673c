import type {
  AccountId,
  ConversationChange,
  ConversationId,
  ConversationInfo,
  DeviceId,
  Entry,
  EntryContent,
  Event,
  Member,
  Output,
  SyncPage,
} from "@feiliao/protocol";
import { foldChange, targetOf } from "@feiliao/protocol/fold";
import { erasedEntry, withFold } from "../model/log.ts";
import { AccountLog, type NewChange } from "./account-log.ts";
import { testMember } from "./member.ts";

export const ME: AccountId = "acc_me";
export const PEER: AccountId = "acc_peer";
export const MY_DEVICE: DeviceId = "dev_mine";

interface LoggedConversation {
  epoch: number;
  /** As they are now, and as they were written. */
  entries: Entry[];
  written: Entry[];
  members: Member[];
  info: ConversationInfo;
  /** Counts changes of members and of the info. */
  revision: number;
}

type Positions = Record<ConversationId, { epoch: number; seq: number; chain: string; revision: number }>;

interface Had {
  account_position: number;
  conversations: Positions;
}

/** The server's logs and its sync/pull in memory, for tests that decide themselves what arrives when. */
export class LogServer {
  readonly #conversations = new Map<ConversationId, LoggedConversation>();
  readonly #account = new AccountLog();
  readonly #page_entries: number;
  #written = 0;

  constructor(page_entries: number) {
    this.#page_entries = page_entries;
  }

  /** Appends an entry and answers the event that tells of it. */
  append(conversation_id: ConversationId, sender: AccountId, content: EntryContent): Event {
    return this.appendAll(conversation_id, sender, content)[0]!;
  }

  /** Appends an entry and answers all events that follow. */
  appendAll(conversation_id: ConversationId, sender: AccountId, content: EntryContent): Event[] {
    const conversation = this.#ensure(conversation_id);
    const { epoch, entries, written, info } = conversation;
    const seq = entries.length + 1;
    const client_id = String(++this.#written);
    const device_id = sender === ME ? MY_DEVICE : "dev_peer";
    const entry: Entry = { seq, sender, device_id, client_id, server_time: seq, enc: 0, content };
    written.push(entry);
    entries.push(entry);
    apply(conversation, entry);
    const event: Event = { event: "entry", conversation_id, epoch, entry };
    if (conversation.info === info) return [event];
    conversation.revision++;
    return [event, { event: "info", conversation_id, info: conversation.info }];
  }

  /** Writes into the account's own log and answers the event that tells of it. */
  keep(key: string, change: NewChange): Event {
    return { event: "account", change: this.#account.keep(key, change) };
  }

  /** Advances a receipt position and answers the event that tells of it. */
  advance(conversation_id: ConversationId, account_id: AccountId, read: number): Event {
    const conversation = this.#ensure(conversation_id);
    const at = conversation.members.findIndex((member) => member.account_id === account_id);
    const before = conversation.members[at]!;
    const reached = Math.max(before.read, Math.min(read, conversation.entries.length));
    const member = { ...before, delivered: Math.max(before.delivered, reached), read: reached };
    conversation.members[at] = member;
    conversation.revision++;
    return { event: "members", conversation_id, members: [member] };
  }

  /** Loses the newest entries, as a restore from a backup does: the log goes on in a new epoch, or as if nothing were. */
  rollBack(conversation_id: ConversationId, lost: number, { bumpEpoch = true } = {}): void {
    const conversation = this.#ensure(conversation_id);
    if (bumpEpoch) conversation.epoch++;
    conversation.written.length = Math.max(0, conversation.written.length - lost);
    conversation.entries = [];
    conversation.info = DIRECT_INFO;
    for (const entry of conversation.written) {
      conversation.entries.push(entry);
      apply(conversation, entry);
    }
    const { length } = conversation.entries;
    conversation.members = conversation.members.map((member) => ({
      ...member,
      delivered: Math.min(member.delivered, length),
      read: Math.min(member.read, length),
    }));
  }

  /** Messages that can still be changed. */
  messages(conversation_id: ConversationId): Entry[] {
    return this.#ensure(conversation_id).entries.filter(({ content }) => content.type === "text");
  }

  voiceEntries(conversation_id: ConversationId): Entry[] {
    return this.#ensure(conversation_id).entries.filter(({ content }) => content.type === "voice");
  }

  /** As sync/pull, at this moment. */
  pull(token: string | null): SyncPage {
    const { account_position, conversations: had } = (token ? JSON.parse(token) : NOTHING) as Had;
    const next = { ...had };
    let left = this.#page_entries;
    let more = false;
    const conversations: ConversationChange[] = [];
    for (const [conversation_id, conversation] of this.#conversations) {
      const change = changeOf(conversation_id, conversation, had[conversation_id], left);
      if (!change) continue;
      conversations.push(change);
      left -= change.entries.length;
      const seq = change.entries.at(-1)?.seq ?? (change.reset ? change.last_seq : had[conversation_id]!.seq);
      const chain = chainAt(conversation, seq);
      next[conversation_id] = { epoch: conversation.epoch, seq, chain, revision: conversation.revision };
      more ||= seq < change.last_seq;
    }
    const { position } = this.#account;
    return {
      token: JSON.stringify({ account_position: position, conversations: next } satisfies Had),
      more,
      account_reset: token === null,
      account: this.#account.after(account_position),
      conversations,
    };
  }

  /** As conversation/read, before a seq. */
  read(conversation_id: ConversationId, before_seq: number, limit: number): Output<"conversation/read"> {
    const { epoch, entries } = this.#ensure(conversation_id);
    const end = Math.min(before_seq - 1, entries.length);
    return { epoch, last_seq: entries.length, entries: entries.slice(Math.max(0, end - limit), end) };
  }

  #ensure(conversation_id: ConversationId): LoggedConversation {
    const known = this.#conversations.get(conversation_id);
    if (known) return known;
    const members = [ME, PEER].map((account_id) => testMember(account_id, 0, { name: account_id }));
    const created = { epoch: 1, entries: [], written: [], members, info: DIRECT_INFO, revision: 1 };
    this.#conversations.set(conversation_id, created);
    this.#account.keep(`conversation ${conversation_id}`, listingOf(conversation_id));
    return created;
  }
}

const NOTHING: Had = { account_position: 0, conversations: {} };

const DIRECT_INFO: ConversationInfo = {
  ...{ kind: "group", title: null, picture: null, description: "", announcement: null },
  settings: { who_writes: "everyone", who_adds: "everyone", approval: false, history_for_new: false },
  ...{ disappear_after_s: 0, pins: [], member_count: 2 },
};

function listingOf(conversation_id: ConversationId): Extract<NewChange, { type: "conversation" }> {
  return {
    ...{ type: "conversation", conversation_id, kind: "group", title: null, opened_by_me: true, at: 0 },
    ...{ state: "active", invited_by: null },
  };
}

/** What an entry does to those before it, and to what the conversation is. */
function apply(conversation: LoggedConversation, entry: Entry): void {
  const { content } = entry;
  const { entries, info } = conversation;
  const target = entries[(targetOf(content) ?? 0) - 1];
  if (target) {
    const folded = foldChange(target.fold, entry);
    entries[target.seq - 1] = withFold({ ...target, content: folded.content ?? target.content }, folded.fold);
    for (const seq of folded.erased) entries[seq - 1] = erasedEntry(entries[seq - 1]!);
  }
  const pins = pinsAfter(info.pins, content);
  if (pins.join() !== info.pins.join()) conversation.info = { ...info, pins };
}

function pinsAfter(pins: readonly number[], content: EntryContent): number[] {
  if (content.type !== "pin" && content.type !== "recall") return [...pins];
  const others = pins.filter((seq) => seq !== content.target);
  return content.type === "pin" && content.pinned ? [...others, content.target] : others;
}

/** Which history a log has up to a seq. */
function chainAt({ entries }: LoggedConversation, seq: number): string {
  return entries
    .slice(0, seq)
    .map(({ client_id }) => client_id)
    .join(" ");
}

function changeOf(
  conversation_id: ConversationId,
  conversation: LoggedConversation,
  had: Positions[ConversationId] | undefined,
  limit: number,
): ConversationChange | null {
  const { epoch, entries, members, revision, info } = conversation;
  const last_seq = entries.length;
  const reset = !had || had.epoch !== epoch || had.chain !== chainAt(conversation, had.seq);
  if (!reset && had.seq === last_seq && had.revision === revision) return null;
  const after = reset ? Math.max(0, last_seq - limit) : had.seq;
  return {
    conversation_id,
    epoch,
    last_seq,
    reset,
    entries: entries.slice(after, reset ? last_seq : after + Math.max(limit, 1)),
    members: [...members],
    ...((reset || had.revision !== revision) && { info }),
  };
}
