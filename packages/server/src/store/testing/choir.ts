import type { ConversationId, EntryContent, MembershipChange } from "@feiliao/protocol";
import type { DeviceIdentity } from "../account-store.ts";
import type { AppendIntent, CreateGroup, Position } from "../conversation-store.ts";
import type { Store } from "../store.ts";
import { ALICE, BOB, createGroup, NOW, nameless, signIn } from "./cast.ts";

const CAROL = "+8618900189003";

/** What people do in a group, in few words. */
export function inChoir(store: () => Store) {
  /** Alice owns it, Bob is a member, Carol is not. */
  async function choir(more: Partial<CreateGroup> = {}) {
    const [alice, bob, carol] = await Promise.all(
      [ALICE, BOB, CAROL].map((number) => signIn(store(), number)),
    );
    const conversation_id = await createGroup(store(), [alice!, bob!], more);
    return { alice: alice!, bob: bob!, carol: carol!, conversation_id };
  }

  let keys = 0;
  function append(
    conversation_id: ConversationId,
    by: DeviceIdentity,
    content: EntryContent,
    more: Partial<AppendIntent> = {},
  ) {
    const intent = { conversation_id, ...by, client_id: `key ${keys++}`, content, now: NOW };
    return store().conversations.append({ ...intent, ...more });
  }
  const change = (
    conversation_id: ConversationId,
    by: DeviceIdentity,
    what: MembershipChange,
    whom: DeviceIdentity = by,
    more: Partial<AppendIntent> = {},
  ) => {
    const content: EntryContent = { type: "membership", change: what, account_ids: [whom.account_id] };
    return append(conversation_id, by, content, { people: [nameless(whom)], ...more });
  };
  const seqsOf = async (
    conversation_id: ConversationId,
    reader: DeviceIdentity,
    range: { after_seq?: number; before_seq?: number } = {},
  ) => {
    const page = { ...range, limit: 100 };
    const { entries } = await store().conversations.read(conversation_id, reader.account_id, page);
    return entries.map(({ seq }) => seq);
  };
  const changes = (
    conversation_id: ConversationId,
    reader: DeviceIdentity,
    positions: ReadonlyMap<ConversationId, Position> = new Map(),
  ) => store().conversations.changes(reader.account_id, [conversation_id], positions, 100);
  const roleOf = async (conversation_id: ConversationId, { account_id }: DeviceIdentity) =>
    (await store().conversations.standing(conversation_id, account_id))?.standing.role;

  return { choir, append, change, seqsOf, changes, roleOf };
}
