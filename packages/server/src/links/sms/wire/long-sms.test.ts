import { afterEach, beforeEach, expect, test } from "bun:test";
import type { IncomingPart } from "@feiliao/sms";
import { segment, WAIT_MS } from "@feiliao/sms/text";
import fc from "fast-check";
import { silentLogger } from "../../../platform/logger.ts";
import { systemRandom } from "../../../platform/random.ts";
import { VirtualClock } from "../../../platform/virtual-clock.ts";
import { type SqliteStore, sqliteStore } from "../../../store/sqlite/sqlite-store.ts";
import type { IncomingSms } from "../sms-link.ts";
import { LongSms } from "./long-sms.ts";

/** 270 characters: five parts in UCS-2. */
const TEXT = "一二三四五六七八九十".repeat(27);

let clock: VirtualClock;
let store: SqliteStore;
let heard: IncomingSms[];
let fails: boolean;
const open: LongSms[] = [];
beforeEach(() => {
  clock = new VirtualClock();
  store = sqliteStore(":memory:", silentLogger, { clock });
  heard = [];
  fails = false;
});
afterEach(async () => {
  for (const each of open.splice(0)) each.close();
  await store.close();
});

test("WL4 whatever the order, the repetitions and the node of each part, it is one SMS with one id", async () => {
  const deliveries = fc.array(fc.record({ part: fc.nat(4), node: fc.nat(1), wait: fc.boolean() }), {
    maxLength: 12,
  });
  let ref = 0;
  await fc.assert(
    fc.asyncProperty(deliveries, async (sent) => {
      ref = (ref + 1) % 256;
      heard = [];
      const nodes = [longSms(), longSms()];
      const all = [...sent, ...[0, 1, 2, 3, 4].map((part) => ({ part, node: part % 2, wait: false }))];
      const parts = partsOf(TEXT, ref);
      const pending: Promise<void>[] = [];
      for (const { part, node, wait } of all) {
        const taken = nodes[node]!.take(parts[part]!);
        pending.push(taken);
        if (wait) await taken;
      }
      await Promise.all(pending);
      expect([...new Set(heard.map(({ text }) => text))]).toEqual([TEXT]);
      // Carriers repeat, and so may we: it is told apart by its id.
      expect(new Set(heard.map(({ carrier_message_id }) => carrier_message_id)).size).toBe(1);
    }),
    { numRuns: 60 },
  );
});

test("WL5 after ten minutes what is there is handed over as incomplete, once, and tried again until it is taken", async () => {
  const node = longSms();
  const parts = partsOf(TEXT, 7);
  for (const index of [0, 1, 3]) await node.take(parts[index]!);
  await pass(WAIT_MS - 60_000);
  expect(heard).toEqual([]);
  fails = true;
  await pass(3 * 60_000);
  expect(heard).toEqual([]);
  fails = false;
  await pass(3 * 60_000);
  expect(heard).toMatchObject([{ incomplete: true, text: expect.stringContaining("…") }]);
  expect(await store.partialSms.overdue(clock.now(), 10)).toEqual([]);
});

test("WL5 what was handed over is not handed over again when its time is over", async () => {
  const node = longSms();
  for (const part of partsOf(TEXT, 7)) await node.take(part);
  await pass(2 * WAIT_MS);
  expect(heard).toMatchObject([{ text: TEXT, incomplete: false }]);
});

function longSms(): LongSms {
  const incoming = async (sms: IncomingSms) => {
    if (fails) throw new Error("storage_failed");
    heard.push(sms);
  };
  const made = new LongSms({
    mainland: true,
    partialSms: store.partialSms,
    clock,
    random: systemRandom,
    incoming,
  });
  open.push(made);
  return made;
}

function partsOf(text: string, ref: number): IncomingPart[] {
  return segment(text, { gsm7: false, ref }).map(({ coding, user_data, has_header, part }) => ({
    ...{ message_id: `${ref}/${part}`, from: "8613800138000", to: "10690013800", coding, user_data },
    ...{ has_header, at_ms: null },
  }));
}

/** Lets time pass a minute at a time, and what was begun go on. */
async function pass(duration_ms: number): Promise<void> {
  for (let passed = 0; passed < duration_ms; passed += 60_000) {
    clock.advance(60_000);
    for (let turn = 0; turn < 20; turn++) await Bun.sleep(0);
  }
}
