import type { AccountId, ConversationId, TalkId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { NewAccountChange } from "../../account-store.ts";
import type {
  AdvanceIntent,
  Appended,
  AppendIntent,
  ChangedMember,
  MemberProfile,
  SetLink,
} from "../../conversation-store.ts";
import type { Store } from "../../store.ts";

/** Something that is done to a store. */
export type Act =
  | { do: "append"; intent: AppendIntent }
  | { do: "advance"; intent: AdvanceIntent }
  | { do: "refresh"; conversation_id: ConversationId; profile: MemberProfile }
  | { do: "block"; conversation_id: ConversationId; account_id: AccountId; blocked: boolean }
  | { do: "set_link"; intent: SetLink }
  | { do: "packets"; talk_id: TalkId; first: number; packets: Uint8Array[]; now: number }
  | { do: "keep"; account_id: AccountId; key: string; change: NewAccountChange; kept_max: number }
  | { do: "list"; account_id: AccountId; change: Extract<NewAccountChange, { type: "conversation" }> }
  | { do: "expire"; now: number; limit: number };

/** What came of an act: its value, or why not. */
export type Answer = { value: unknown } | { refused: string; details: unknown };

/** @throws what is no refusal */
export async function perform(store: Store, act: Act): Promise<Answer> {
  try {
    return { value: comparable(await begin(store, act)) };
  } catch (failure) {
    if (failure instanceof FeiliaoError) return { refused: failure.code, details: failure.details };
    throw failure;
  }
}

function begin({ accounts, conversations, talks }: Store, act: Act): Promise<unknown> {
  switch (act.do) {
    case "append":
      return conversations.append(act.intent);
    case "advance":
      // Which of several advances in one commit tells of the move is the adapter's.
      return conversations.advance(act.intent).then(({ changed: _, ...marks }) => marks);
    case "refresh":
      return conversations.refreshMember(act.conversation_id, act.profile);
    case "block":
      return conversations.setBlocked(act.conversation_id, act.account_id, act.blocked);
    case "set_link":
      return conversations.setLink(act.intent);
    case "packets":
      return talks.store(act.talk_id, act.first, act.packets, act.now);
    case "keep":
      return accounts.keep(act.account_id, act.key, act.change, act.kept_max);
    case "list":
      return accounts.list(act.account_id, act.change);
    case "expire":
      return conversations.expire(act.now, act.limit);
  }
}

/** Members in the order of their ids: who is told first is nobody's concern. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => JSON.stringify(one)).sort(); // what expired
  const members = (value as Partial<Appended> | null | undefined)?.members;
  return members ? { ...(value as Appended), members: members.toSorted(byId) } : value;
}

function byId(a: ChangedMember, b: ChangedMember): number {
  return a.member.account_id < b.member.account_id ? -1 : 1;
}
