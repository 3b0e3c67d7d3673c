import type { Database } from "bun:sqlite";
import type { AccountId, ConversationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { can } from "../../conversation/can.ts";
import type {
  Advanced,
  AdvanceIntent,
  ConversationStore,
  CreateGroup,
  MemberProfile,
  OpenDirect,
  ReadRange,
} from "../conversation-store.ts";
import { refreshed } from "../member-rules.ts";
import { isRaised, raise } from "../receipt-rules.ts";
import { Append, type AppendParts } from "./append.ts";
import { readChanges } from "./changes.ts";
import { type ConversationState, factsOf, toMember } from "./conversation-state.ts";
import type { SqliteWriter } from "./writer.ts";

export function sqliteConversations(parts: AppendParts, writer: SqliteWriter): ConversationStore {
  const { database, epoch, states, directory, members, pages, outbox } = parts;
  const append = new Append(parts);
  const queries = conversationQueries(database);

  function readable(id: ConversationId, reader: AccountId): ConversationState {
    const state = states.get(id);
    if (!state || !can("read", factsOf(state, reader))) throw new FeiliaoError("not_found");
    return state;
  }

  function create(
    id: ConversationId,
    kind: "direct" | "group",
    key: string | null,
    title: string | null,
    now: number,
  ) {
    return Number(queries.insert.run(id, kind, key, title, now).lastInsertRowid);
  }

  function openDirect(intent: OpenDirect) {
    const key = [intent.opener, intent.peer].sort().join(" ");
    const known = queries.byDirectKey.get(key);
    const conversation_id = known?.id ?? intent.new_conversation_id;
    if (!known) {
      const no = create(conversation_id, "direct", key, null, intent.now);
      const members = new Map([
        [intent.opener, intent.opener_address],
        [intent.peer, intent.peer_address],
      ]);
      for (const [account_id, address] of members) {
        const shown = account_id === intent.opener ? 1 : 0;
        queries.addMember.run(no, directory.accountNo(account_id)!, address, null, shown);
        if (shown) outbox.queue({ kind: "refresh_member", account_id, conversation_id });
      }
    }
    for (const account_id of new Set([intent.opener, intent.peer])) {
      if (known && account_id !== intent.opener) continue;
      outbox.queue({
        kind: "list_conversation",
        account_id,
        conversation_id,
        opened_by_me: account_id === intent.opener,
        conversation: "direct",
        title: null,
        at: intent.now,
      });
    }
    return { conversation_id, created: !known };
  }

  function createGroup(intent: CreateGroup): void {
    const no = create(intent.conversation_id, "group", null, intent.title, intent.now);
    for (const { account_id, name } of intent.members) {
      queries.addMember.run(no, directory.accountNo(account_id)!, null, name, 1);
      outbox.queue({
        kind: "list_conversation",
        account_id,
        conversation_id: intent.conversation_id,
        opened_by_me: false,
        conversation: "group",
        title: intent.title,
        at: intent.now,
      });
    }
  }

  function advance(intent: AdvanceIntent): Advanced {
    const state = states.get(intent.conversation_id);
    const member = state?.members.get(intent.account_id);
    if (!state || !member || !can("advance_receipts", factsOf(state, intent.account_id))) {
      throw new FeiliaoError("not_found");
    }
    const { delivered, read, heard } = member;
    const marks = raise({ delivered, read, heard }, intent, state.last_seq);
    const moved = isRaised(member, marks);
    member.delivered = marks.delivered;
    member.read = marks.read;
    member.heard = marks.heard;
    const answer: Advanced = { changed: moved ? toMember(member) : null, ...marks };
    if (moved) members.change(state, member, answer);
    if (marks.read > read) append.show(state, member);
    return answer;
  }

  function refreshMember(conversation_id: ConversationId, profile: MemberProfile) {
    const state = states.get(conversation_id);
    const member = state?.members.get(profile.account_id);
    const seen = member && refreshed(member, profile);
    if (!seen) return null;
    Object.assign(member, seen);
    members.change(state!, member);
    return toMember(member);
  }

  return {
    openDirect: (intent) => writer.write(() => openDirect(intent)),
    createGroup: (intent) => writer.write(() => createGroup(intent)),
    append: (intent) => writer.write(() => append.run(intent)),
    advance: (intent) => writer.write(() => advance(intent)),
    refreshMember: (conversation_id, profile) => writer.write(() => refreshMember(conversation_id, profile)),

    async read(conversation_id, reader, range: ReadRange) {
      const state = readable(conversation_id, reader);
      const { epoch, last_seq } = state;
      const page =
        range.after_seq !== undefined
          ? pages.after(state.no, range.after_seq, range.limit)
          : pages.before(state.no, range.before_seq ?? last_seq + 1, range.limit);
      return { epoch, last_seq, entries: page };
    },

    async changes(reader, conversations, positions, entries_max) {
      const allowed = conversations
        .map((id) => states.get(id))
        .filter((state) => state !== null)
        .filter((state) => can("read", factsOf(state, reader)));
      return readChanges(epoch.current, allowed, positions, entries_max, pages);
    },

    async audience(conversation_id) {
      const state = states.get(conversation_id);
      if (!state) return null;
      return [...state.members.values()].filter((member) => !member.left).map((member) => member.account_id);
    },

    async isMember(conversation_id, account_id) {
      return can("read", factsOf(states.get(conversation_id), account_id));
    },
  };
}

function conversationQueries(database: Database) {
  return {
    byDirectKey: database.query<{ id: ConversationId }, [string]>(
      "SELECT id FROM conversation WHERE direct_key = ?",
    ),
    insert: database.query<unknown, [string, string, string | null, string | null, number]>(
      "INSERT INTO conversation (id, kind, direct_key, title, created_at) VALUES (?, ?, ?, ?, ?)",
    ),
    addMember: database.query<unknown, [number, number, string | null, string | null, number]>(
      "INSERT INTO membership (conversation_no, account_no, address, name, shown) VALUES (?, ?, ?, ?, ?)",
    ),
  };
}
