import { expect, test } from "bun:test";
import type { Entry, EntryContent, MessageChange } from "@feiliao/protocol";
import fc from "fast-check";
import type { ConversationRecord } from "../cache/records.ts";
import type { OutboxItem } from "../outbox/item.ts";
import { ME, PEER } from "../testing/log-server.ts";
import { testMember } from "../testing/member.ts";
import { NO_HISTORY } from "../testing/no-history.ts";
import { settled } from "../testing/virtual-clock.ts";
import { Account } from "./account.ts";
import { Conversation } from "./conversation.ts";
import { ConversationTimeline } from "./timeline.ts";

const RECORD: ConversationRecord = {
  ...{ conversation_id: "con_a", kind: "direct", title: null, opened_by_me: true, listed: true, at: 0 },
  ...{
    state: "active",
    invited_by: null,
    info: null,
    epoch: 1,
    token_seq: 0,
    address: null,
    members: [memberAt(ME, 0), memberAt(PEER, 0)],
  },
};

function memberAt(account_id: typeof ME, read: number) {
  return testMember(account_id, read);
}

function conversationFrom(seq: number): Conversation {
  const account = new Account(ME, { position: 0, profile: null, remarkNames: new Map() });
  const conversation = new Conversation(RECORD, account, () => {});
  if (seq > 1) conversation.log.append([entryAt(seq, true)]);
  return conversation;
}

function entryAt(
  seq: number,
  mine: boolean,
  content: EntryContent = { type: "text", text: String(seq) },
): Entry {
  const sender = mine ? ME : PEER;
  return { seq, sender, device_id: "dev_1", client_id: `c${seq}`, server_time: seq, enc: 0, content };
}

function changeOf(what: string, target: number): MessageChange {
  if (what === "edit") return { type: "edit", target, text: "other words" };
  return what === "recall" ? { type: "recall", target } : { type: "reaction", target, emoji: "👍" };
}

function composed(client_id: string): OutboxItem {
  const payload = { type: "text", text: client_id } as const;
  return {
    position: 1,
    client_id,
    conversation_id: "con_a",
    composed_at: 5,
    state: { phase: "waiting" },
    payload,
  };
}

function watched(conversation: Conversation): ConversationTimeline {
  return new ConversationTimeline(conversation, NO_HISTORY);
}

type Change = (conversation: Conversation) => void;

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.boolean().map(
    (mine): Change =>
      (it) =>
        it.append([entryAt(it.log.end + 1, mine)]),
  ),
  fc.constant<Change>((it) => {
    it.append([entryAt(it.log.end + 1, false, { type: "voice", talk_id: `tlk_${it.log.end}` })]);
  }),
  fc.constantFrom("complete" as const, "cancelled" as const).map(
    (outcome): Change =>
      (it) => {
        const voice = it.log.entries.findLast(({ content }) => content.type === "voice");
        if (voice?.content.type !== "voice") return;
        const { talk_id } = voice.content;
        const end = {
          type: "talk_end",
          target: voice.seq,
          talk_id,
          outcome,
          packets: 1,
          duration_ms: 20,
        } as const;
        it.append([entryAt(it.log.end + 1, false, { ...end, waveform: "" })]);
      },
  ),
  fc.nat({ max: 40 }).map(
    (read): Change =>
      (it) =>
        it.setMembers([memberAt(PEER, read)]),
  ),
  fc.nat({ max: 2 }).map(
    (count): Change =>
      (it) => {
        it.setComposed(
          Array.from({ length: count }, (_, index) => composed(`new${index}`)),
          new Set(["new0"]),
        );
      },
  ),
  fc.integer({ min: 1, max: 5 }).map(
    (count): Change =>
      (it) => {
        const { first } = it.log;
        const older = Array.from({ length: count }, (_, index) =>
          entryAt(first - count + index, index % 2 === 0),
        );
        if (first > 0) it.prepend(older.filter(({ seq }) => seq > 0));
      },
  ),
  fc
    .record({
      of: fc.nat({ max: 6 }),
      mine: fc.boolean(),
      what: fc.constantFrom("edit", "recall", "reaction"),
    })
    .map(
      ({ of, mine, what }): Change =>
        (it) => {
          const target = it.log.entries.at(-1 - of)?.seq;
          if (target !== undefined) it.append([entryAt(it.log.end + 1, mine, changeOf(what, target))]);
        },
    ),
  fc.record({ of: fc.nat({ max: 6 }), what: fc.constantFrom("edit", "recall", "reaction") }).map(
    ({ of, what }): Change =>
      (it) => {
        const target = it.log.entries.at(-1 - of)?.seq ?? 1;
        const payload = { type: "change", change: changeOf(what, target) } as const;
        it.setComposed([{ ...composed("pending"), payload }], new Set());
      },
  ),
  fc.nat({ max: 9 }).map(
    (seq): Change =>
      (it) =>
        it.setHidden({ cleared: seq % 4, seqs: new Set([seq]) }),
  ),
  fc.nat({ max: 6 }).map(
    (of): Change =>
      (it) =>
        void it.erase([it.log.end - of]),
  ),
  fc.constant<Change>((it) => it.restart(it.record.epoch! + 1, true)),
);

test("MO1: a timeline that followed every change shows what a new one shows", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), fc.infiniteStream(fc.boolean()), (changes, looks) => {
      const conversation = conversationFrom(10);
      const timeline = watched(conversation);
      for (const apply of changes) {
        apply(conversation);
        if (looks.next().value) expect(timeline.messages).toEqual(watched(conversation).messages);
      }
      expect(timeline.messages).toEqual(watched(conversation).messages);
    }),
  );
});

test("MO1: messages that look the same stay the same objects", () => {
  const conversation = conversationFrom(1);
  conversation.append([1, 2, 3].map((seq) => entryAt(seq, true)));
  const timeline = watched(conversation);
  const before = timeline.messages;
  conversation.setMembers([memberAt(PEER, 2)]);
  conversation.append([entryAt(4, false)]);
  const after = timeline.messages;
  expect(after.map(({ state }) => state)).toEqual(["read", "read", "sent", "sent"]);
  expect(after[2]).toBe(before[2]!);
  expect(after[0]).not.toBe(before[0]!);
});

test("MO1: listeners are told once for all changes of one turn, and not after close", async () => {
  const conversation = conversationFrom(1);
  const timeline = watched(conversation);
  let told = 0;
  timeline.subscribe(() => told++);
  conversation.append([entryAt(1, true)]);
  conversation.append([entryAt(2, true)]);
  await settled();
  expect(told).toBe(1);
  timeline.close();
  conversation.append([entryAt(3, true)]);
  await settled();
  expect(told).toBe(1);
});

test("MO2: an unknown log is not an empty one", () => {
  const conversation = conversationFrom(1);
  expect(watched(conversation).complete).toBe(true);
  conversation.update({ epoch: null });
  expect(watched(conversation).complete).toBe(false);
});
