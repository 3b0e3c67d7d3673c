import { expect, test } from "bun:test";
import type { Entry } from "@feiliao/protocol";
import fc from "fast-check";
import type { ConversationRecord } from "../cache/records.ts";
import { ME, PEER } from "../testing/log-server.ts";
import { Account } from "./account.ts";
import { Conversation } from "./conversation.ts";
import { ConversationTimeline } from "./timeline.ts";

const PAGE = 10;
const RECORD: ConversationRecord = {
  ...{ conversation_id: "con_a", kind: "direct", title: null, opened_by_me: true, listed: true, at: 0 },
  ...{ state: "active", invited_by: null, info: null, epoch: 1, token_seq: 0, address: null, members: [] },
};

function entryAt(seq: number): Entry {
  const content = { type: "text", text: String(seq) } as const;
  return { seq, sender: PEER, device_id: "dev_1", client_id: `c${seq}`, server_time: seq, enc: 0, content };
}

const stretchOf = (first: number, last: number): Entry[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => entryAt(first + index));

/** A log of which the newest entries are loaded, and a server that has all of it. */
function stage({ loaded_from, last }: { loaded_from: number; last: number }, reachable = true) {
  const account = new Account(ME, { position: 0, profile: null, remarkNames: new Map() });
  const conversation = new Conversation(RECORD, account, () => {});
  conversation.append(stretchOf(loaded_from, last));
  const page = (first: number, end: number) =>
    reachable ? stretchOf(Math.max(1, first), Math.min(conversation.log.end, end)) : null;
  const history = {
    async loadOlder({ log }: Conversation) {
      const { first } = log;
      conversation.prepend(page(first - PAGE, first - 1) ?? []);
      return log.first < first;
    },
    around: async (_: Conversation, seq: number) => page(seq - PAGE / 2, seq + PAGE / 2),
    before: async (_: Conversation, seq: number) => page(seq - PAGE, seq - 1),
    after: async (_: Conversation, seq: number) => page(seq + 1, seq + PAGE),
  };
  return { conversation, open: (seq?: number) => new ConversationTimeline(conversation, history, seq) };
}

const shown = ({ messages }: ConversationTimeline) => messages.map(({ seq }) => seq!);
const seqs = (first: number, last: number) => stretchOf(first, last).map(({ seq }) => seq);

test("MO7 opened around a message far back, it shows what stands around it, and not the newest", async () => {
  const { open } = stage({ loaded_from: 900, last: 1_000 });
  const timeline = open(500);
  expect([shown(timeline), timeline.reaches_newest]).toEqual([[], false]);
  expect(await timeline.loadOlder()).toBe(true);
  expect([shown(timeline), timeline.reaches_newest]).toEqual([seqs(495, 505), false]);
  await timeline.loadOlder();
  await timeline.loadNewer();
  expect(shown(timeline)).toEqual(seqs(485, 515));
});

test("MO7 around a message that is loaded, it is as ever", () => {
  const { open } = stage({ loaded_from: 900, last: 1_000 });
  const timeline = open(950);
  expect([shown(timeline), timeline.reaches_newest]).toEqual([seqs(900, 1_000), true]);
});

test("MO7 what was loaded far back is joined to the end once nothing lies between, and follows what comes", async () => {
  const { conversation, open } = stage({ loaded_from: 520, last: 530 });
  const timeline = open(500);
  await timeline.loadOlder();
  while (!timeline.reaches_newest) expect(await timeline.loadNewer()).toBe(true);
  conversation.append([entryAt(531)]);
  expect(shown(timeline)).toEqual(seqs(495, 531));
  expect(await timeline.loadNewer()).toBe(false);
  await timeline.loadOlder();
  expect(shown(timeline)).toEqual(seqs(485, 531));
});

test("MO7 the first message is reached, and known to be the first", async () => {
  const { open } = stage({ loaded_from: 900, last: 1_000 });
  const timeline = open(8);
  while (!timeline.complete) expect(await timeline.loadOlder()).toBe(true);
  expect(shown(timeline)[0]).toBe(1);
  expect(await timeline.loadOlder()).toBe(false);
});

test("MO7 out of reach, it shows the newest messages", async () => {
  const { open } = stage({ loaded_from: 900, last: 1_000 }, false);
  const timeline = open(500);
  expect(await timeline.loadOlder()).toBe(false);
  expect([shown(timeline), timeline.reaches_newest]).toEqual([seqs(900, 1_000), true]);
});

test("MO7 what was read of a log that began anew is shown no longer", async () => {
  const { conversation, open } = stage({ loaded_from: 900, last: 1_000 });
  const timeline = open(500);
  await timeline.loadOlder();
  conversation.restart(2, true);
  conversation.append(stretchOf(1, 3));
  expect([shown(timeline), timeline.reaches_newest]).toEqual([[1, 2, 3], true]);
});

test("MO7 however it is moved, it shows one stretch without a hole, and the newest only when it reaches them", async () => {
  const step = fc.constantFrom("older", "newer", "arrives", "newest");
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 70 }),
      fc.array(step, { maxLength: 20 }),
      async (seq, steps) => {
        const { conversation, open } = stage({ loaded_from: 61, last: 70 });
        const timeline = open(seq);
        await timeline.loadOlder();
        for (const each of steps) {
          if (each === "older") await timeline.loadOlder();
          else if (each === "newer") await timeline.loadNewer();
          else if (each === "newest") timeline.toNewest();
          else conversation.append([entryAt(conversation.log.end + 1)]);
          const now = shown(timeline);
          expect(now).toEqual(seqs(now[0]!, now.at(-1)!));
          if (timeline.reaches_newest) expect(now.at(-1)).toBe(conversation.log.end);
        }
      },
    ),
  );
});
