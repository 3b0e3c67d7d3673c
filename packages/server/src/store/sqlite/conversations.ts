import type { AccountId, ConversationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { type Action, can, refusal } from "../../conversation/can.ts";
import type {
  Advanced,
  AdvanceIntent,
  ConversationStore,
  MemberProfile,
  ReadRange,
  SetLink,
} from "../conversation-store.ts";
import { refreshed } from "../member-rules.ts";
import { isRaised, raise } from "../receipt-rules.ts";
import { Append, type AppendParts } from "./append.ts";
import { readChanges } from "./changes.ts";
import { type ConversationState, factsOf, type Membership, toMember } from "./conversation-state.ts";
import { openings } from "./openings.ts";
import type { SqliteWriter } from "./writer.ts";

export function sqliteConversations(parts: AppendParts, writer: SqliteWriter): ConversationStore {
  const { database, epoch, expiry, links, states, members, pages } = parts;
  const append = new Append(parts);
  const { openDirect, directWith, createGroup } = openings(parts);
  const setBlocked = database.query<unknown, [number, number, number]>(
    "UPDATE membership SET blocked = ? WHERE conversation_no = ? AND account_no = ?",
  );

  function readable(id: ConversationId, reader: AccountId): ConversationState {
    const state = states.get(id);
    if (!state || !can("read", factsOf(state, reader))) throw new FeiliaoError("not_found");
    return state;
  }

  /** @throws what stands against it */
  function allowed(id: ConversationId, account: AccountId, action: Action, now: number): ConversationState {
    const state = states.get(id);
    const refused = state ? refusal(action, factsOf(state, account, now)) : "not_found";
    if (!state || refused) throw new FeiliaoError(refused ?? "not_found");
    return state;
  }

  function advance(intent: AdvanceIntent): Advanced {
    const state = readable(intent.conversation_id, intent.account_id);
    const member = state.members.get(intent.account_id)!;
    const { read } = member;
    const marks = raise(member, intent, state.last_seq);
    const moved = isRaised(member, marks);
    member.delivered = marks.delivered;
    member.read = marks.read;
    member.heard = marks.heard;
    const answer: Advanced = { changed: null, ...marks };
    if (moved) members.moved(state, member, answer);
    if (marks.read > read) append.show(state, member);
    return answer;
  }

  function refreshMember(conversation_id: ConversationId, profile: MemberProfile) {
    const state = states.get(conversation_id);
    const member = state?.members.get(profile.account_id);
    const seen = member && refreshed(member, profile);
    if (!seen) return null;
    Object.assign(member, seen);
    return members.written(state!, member);
  }

  function setLink({ conversation_id, account_id, link, now }: SetLink): void {
    links.set(allowed(conversation_id, account_id, "make_link", now).no, link);
  }

  function block(conversation_id: ConversationId, account_id: AccountId, blocked: boolean): void {
    const state = states.get(conversation_id);
    const member = state?.members.get(account_id);
    if (state?.kind !== "direct" || !member) return;
    member.blocked = blocked;
    members.flush(); // the row may be about to be written as it was
    setBlocked.run(blocked ? 1 : 0, state.no, member.account_no);
  }

  return {
    openDirect: (intent) => writer.write(() => openDirect(intent)),
    createGroup: (intent) => writer.write(() => createGroup(intent)),
    append: (intent) => writer.write(() => append.run(intent)),
    advance: (intent) => writer.write(() => advance(intent)),
    refreshMember: (conversation_id, profile) => writer.write(() => refreshMember(conversation_id, profile)),
    setLink: (intent) => writer.write(() => setLink(intent)),
    setBlocked: (conversation_id, account_id, blocked) =>
      writer.write(() => block(conversation_id, account_id, blocked)),
    // Most polls find nothing due: nothing is written for them.
    expire: async (now, limit) => (expiry.isAnyDue(now) ? writer.write(() => expiry.expire(now, limit)) : []),

    async read(conversation_id, reader, range: ReadRange) {
      const state = readable(conversation_id, reader);
      const { epoch, last_seq } = state;
      const { from_seq } = state.members.get(reader)!;
      const page =
        range.after_seq !== undefined
          ? pages.after(state.no, Math.max(range.after_seq, from_seq - 1), range.limit)
          : pages.before(state.no, range.before_seq ?? last_seq + 1, range.limit, from_seq);
      return { epoch, last_seq, entries: page };
    },

    async changes(reader, conversations, positions, entries_max) {
      const allowed = conversations
        .map((id) => states.get(id))
        .filter((state) => state !== null)
        .filter((state) => can("read", factsOf(state, reader)));
      return readChanges(epoch.current, reader, allowed, positions, entries_max, pages);
    },

    async audience(conversation_id) {
      const state = states.get(conversation_id);
      if (!state) return null;
      return [...state.members.values()].filter(isActive).map(({ account_id }) => account_id);
    },

    async isMember(conversation_id, account_id) {
      const state = states.get(conversation_id);
      return state !== null && can("read", factsOf(state, account_id));
    },

    async directWith(account_id, peer) {
      return directWith(account_id, peer);
    },

    async standing(conversation_id, account_id) {
      const state = states.get(conversation_id);
      const member = state?.members.get(account_id);
      if (!state || !member) return null;
      const { role, muted_until, blocked } = member;
      return { standing: { role, state: member.state, muted_until, blocked }, info: state.info };
    },

    async members(conversation_id, reader, inState, after, limit) {
      const state = readable(conversation_id, reader);
      const all = state.kind !== "channel" || state.members.get(reader)!.role !== "member";
      return [...state.members.values()]
        .filter((member) => member.state === inState && (after === null || member.account_id > after))
        .filter((member) => all || member.account_id === reader || member.role !== "member")
        .sort((a, b) => (a.account_id < b.account_id ? -1 : 1))
        .slice(0, limit)
        .map(toMember);
    },

    async link(conversation_id, account_id, now) {
      return links.of(allowed(conversation_id, account_id, "see_link", now).no, now);
    },

    async byLink(token_hash, now) {
      const no = links.conversationNo(token_hash, now);
      if (no === null) return null;
      const { id, info } = states.byNo(no);
      return { conversation_id: id, info };
    },
  };
}

function isActive({ state }: Membership): boolean {
  return state === "active";
}
