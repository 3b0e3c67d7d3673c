import type { ConversationView, FeiliaoClient, MessageView, ScheduledMessage } from "@feiliao/client";
import type { ConversationId, Member } from "@feiliao/protocol";
import type { World } from "../world/world.ts";

/** Everything an app can show of one conversation. */
interface Shown {
  view: Omit<ConversationView, "typing" | "nameOf">;
  /** What its members are called, in the order of their accounts' ids. */
  names: readonly string[];
  messages: readonly MessageView[];
}

export interface Snapshot {
  conversations: ReadonlyMap<ConversationId, Shown>;
  favourites: FeiliaoClient["favourites"]["list"];
  scheduled: readonly ScheduledMessage[];
}

/** What an app shows, back to the first message of every conversation; drafts where they were kept for certain. */
export function snapshotOf(world: World, client: FeiliaoClient, drafts: boolean): Snapshot {
  const ids = client.conversations
    .filter(({ state }) => state === "active")
    .map(({ conversation_id }) => conversation_id);
  const conversations = new Map(
    client.conversations.map(({ conversation_id }) => {
      const read = allMessages(world, client, conversation_id); // first: what is unread is counted as far as it is here
      const { typing, members, nameOf, ...view } = client.conversation(conversation_id)!;
      const messages = read.map(withoutReaders(view.kind));
      const last = view.last && withoutReaders(view.kind)(view.last);
      const sorted = members.toSorted((a, b) => (a.account_id < b.account_id ? -1 : 1)).map(asTold(view));
      const names = sorted.map(({ account_id }) => nameOf(account_id));
      return [
        conversation_id,
        { view: { ...view, ...(!drafts && NO_DRAFT), last, members: sorted }, names, messages },
      ];
    }),
  );
  const scheduled = ids.flatMap((conversation_id) => client.schedule.of(conversation_id));
  const byId = scheduled.toSorted((a, b) => (a.scheduled_id < b.scheduled_id ? -1 : 1));
  return { conversations, favourites: client.favourites.list, scheduled: byId };
}

const NO_DRAFT = { draft: "", draft_reply_to: null };

/** D7: where two apps of one account show different things. */
export function differences(name: string, old: Snapshot, fresh: Snapshot): string[] {
  const kept = (["favourites", "scheduled"] as const).filter(
    (what) => !Bun.deepEquals(old[what], fresh[what]),
  );
  return [
    ...kept.map((what) => `D7: ${name}: ${fieldsThatDiffer({ [what]: old[what] }, { [what]: fresh[what] })}`),
    ...conversationsThatDiffer(name, old.conversations, fresh.conversations),
  ];
}

type Conversations = Snapshot["conversations"];

function conversationsThatDiffer(name: string, old: Conversations, fresh: Conversations): string[] {
  const ids = new Set([...old.keys(), ...fresh.keys()]);
  return [...ids].flatMap((conversation_id) => {
    const [a, b] = [old.get(conversation_id), fresh.get(conversation_id)];
    if (a && a.view.state !== "active" && b?.view.state !== "active") {
      return a.view.state === b?.view.state || !b
        ? []
        : [`D7: ${name} is ${a.view.state} in ${conversation_id}`];
    }
    if (!a || !b) return [`D7: ${name} ${a ? "still" : "does not"} show ${conversation_id}`];
    if (Bun.deepEquals(a, b)) return [];
    return [`D7: ${name} ${conversation_id}: ${firstDifference(a, b)}`];
  });
}

function firstDifference(a: Shown, b: Shown): string {
  if (!Bun.deepEquals(a.view, b.view)) return fieldsThatDiffer(a.view, b.view);
  if (!Bun.deepEquals(a.names, b.names)) return `names are ${a.names}, fresh ${b.names}`;
  const count = Math.max(a.messages.length, b.messages.length);
  const at = Array.from({ length: count }).findIndex((_, index) => {
    return !Bun.deepEquals(a.messages[index], b.messages[index]);
  });
  return `message ${at + 1} of ${count}: ${fieldsThatDiffer(a.messages[at] ?? {}, b.messages[at] ?? {})}`;
}

function fieldsThatDiffer(a: object, b: object): string {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])] as (keyof typeof a)[];
  const differing = names.filter((name) => !Bun.deepEquals(a[name], b[name]));
  return differing
    .map((name) => `${name} is ${JSON.stringify(a[name])}, fresh ${JSON.stringify(b[name])}`)
    .join("; ");
}

/** In a channel nobody is told how far others have read; a device knows what it was told when it came. */
function asTold({ kind, me }: Pick<ConversationView, "kind" | "me">): (member: Member) => Member {
  return (member) =>
    kind === "channel" && member.account_id !== me?.account_id
      ? { ...member, delivered: 0, read: 0, heard: 0 }
      : member;
}

function withoutReaders(kind: ConversationView["kind"]): (message: MessageView) => MessageView {
  return (message) =>
    kind === "channel" &&
    (message.state === "delivered" || message.state === "read" || message.state === "heard")
      ? { ...message, state: "sent" }
      : message;
}

function allMessages(world: World, client: FeiliaoClient, conversation_id: ConversationId) {
  const timeline = client.timeline(conversation_id);
  try {
    while (!timeline.complete && world.complete(timeline.loadOlder(), "an older page"));
    return [...timeline.messages];
  } finally {
    timeline.close();
  }
}
