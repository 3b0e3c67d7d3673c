import type {
  AccountChange,
  AccountId,
  ConversationChange,
  ConversationId,
  DeviceId,
  Entry,
  EntryContent,
  Event,
  Member,
  Output,
  SyncPage,
} from "@feiliao/protocol";
import { testMember } from "./member.ts";

export const ME: AccountId = "acc_me";
export const PEER: AccountId = "acc_peer";
export const MY_DEVICE: DeviceId = "dev_mine";

interface LoggedConversation {
  epoch: number;
  entries: Entry[];
  members: Member[];
  /** Counts changes of members. */
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
  readonly #page_entries: number;
  #written = 0;

  constructor(page_entries: number) {
    this.#page_entries = page_entries;
  }

  /** Appends an entry and answers the event that tells of it. */
  append(conversation_id: ConversationId, sender: AccountId, content: EntryContent): Event {
    const conversation = this.#ensure(conversation_id);
    const { epoch, entries } = conversation;
    const seq = entries.length + 1;
    const client_id = String(++this.#written);
    const device_id = sender === ME ? MY_DEVICE : "dev_peer";
    const entry: Entry = { seq, sender, device_id, client_id, server_time: seq, enc: 0, content };
    entries.push(entry);
    if (content.type === "talk_end") foldInto(entries, content);
    return { event: "entry", conversation_id, epoch, entry };
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
    const kept = conversation.entries.slice(0, Math.max(0, conversation.entries.length - lost));
    conversation.entries = kept.map(({ fold: _, ...entry }) => entry);
    for (const { content } of kept) if (content.type === "talk_end") foldInto(conversation.entries, content);
    const { length } = conversation.entries;
    conversation.members = conversation.members.map((member) => ({
      ...member,
      delivered: Math.min(member.delivered, length),
      read: Math.min(member.read, length),
    }));
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
    const account = [...this.#conversations.keys()].map(listingOf).slice(account_position);
    return {
      token: JSON.stringify({
        account_position: this.#conversations.size,
        conversations: next,
      } satisfies Had),
      more,
      account_reset: token === null,
      account,
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
    const members = [ME, PEER].map(memberOf);
    const created = { epoch: 1, entries: [], members, revision: 1 };
    this.#conversations.set(conversation_id, created);
    return created;
  }
}

const NOTHING: Had = { account_position: 0, conversations: {} };

function listingOf(conversation_id: ConversationId, index: number): AccountChange {
  const position = index + 1;
  return {
    type: "conversation",
    position,
    conversation_id,
    kind: "group",
    title: null,
    opened_by_me: true,
    state: "active",
    invited_by: null,
    at: 0,
  };
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
  const { epoch, entries, members, revision } = conversation;
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
  };
}

function foldInto(entries: Entry[], end: Extract<EntryContent, { type: "talk_end" }>): void {
  const target = entries[end.target - 1];
  if (target) entries[end.target - 1] = { ...target, fold: { talk_end: end } };
}

function memberOf(account_id: AccountId): Member {
  return testMember(account_id, 0, { name: account_id });
}
