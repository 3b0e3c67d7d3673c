import { afterAll, afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccountId, ConversationId, DeviceId } from "@feiliao/protocol";
import { until } from "@feiliao/testkit/until";
import { type Logger, silentLogger } from "../../../platform/logger.ts";
import { systemRandom } from "../../../platform/random.ts";
import { VirtualClock } from "../../../platform/virtual-clock.ts";
import { startWorker } from "../../../platform/worker.ts";
import type { AppendIntent } from "../../conversation-store.ts";
import { ALICE, BOB, NOW, openDirect, signIn } from "../../testing/cast.ts";
import type { StorePaths } from "../open-database.ts";
import { LIMITS, type SqliteOptions, type SqliteStore, sqliteStore } from "../sqlite-store.ts";
import { openFiles } from "../storage.ts";
import { SqliteWriter } from "../writer.ts";
import { Compactor } from "./compactor.ts";
import { EntryLog } from "./entry-log.ts";
import { KeyHash } from "./entry-row.ts";
import { Erasures } from "./erasures.ts";
import { KeyFilter } from "./key-filter.ts";
import { type Merger, threadMerger } from "./merger.ts";

const root = mkdtempSync(join(tmpdir(), "feiliao-compactor-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let path = "";
let store: SqliteStore;
let conversation_id: ConversationId;
let alice: { account_id: AccountId; device_id: DeviceId };

beforeEach(() => {
  path = join(mkdtempSync(join(root, "data-")), "feiliao.sqlite");
});
afterEach(() => store.close());

async function open(options: SqliteOptions, logger: Logger = silentLogger): Promise<void> {
  store = sqliteStore(path, logger, options);
  alice = await signIn(store, ALICE);
  const bob = await signIn(store, BOB);
  conversation_id = await openDirect(store, alice.account_id, bob.account_id);
}

function send(from: number, to: number, text = "hello") {
  const intents = Array.from({ length: to - from + 1 }, (_, index): AppendIntent => {
    const client_id = `key ${from + index}`;
    return { conversation_id, ...alice, client_id, content: { type: "text", text }, now: NOW };
  });
  return Promise.all(intents.map((intent) => store.conversations.append(intent)));
}

async function seqs(): Promise<number[]> {
  const range = { after_seq: 0, limit: 100_000 };
  const { entries } = await store.conversations.read(conversation_id, alice.account_id, range);
  return entries.map(({ seq }) => seq);
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** The real merge thread behind a gate and a switch. */
function steerable() {
  const steering = { gate: Promise.resolve(), fails: false, merges: 0 };
  const startMerger = (paths: StorePaths): Merger => {
    const merger = threadMerger(paths, startWorker);
    return {
      ...merger,
      async merge(table) {
        await steering.gate;
        if (steering.fails) throw Object.assign(new Error("disk"), { code: "SQLITE_FULL" });
        await merger.merge(table);
        steering.merges++;
      },
    };
  };
  return { steering, startMerger };
}

test("ES3 merges by a thread lose, double and reorder nothing while appends and reads go on", async () => {
  const { steering, startMerger } = steerable();
  await open({ startMerger, limits: { merge_rows: 100 } });
  let last = 0;
  while (last < 2_000 || steering.merges < 6) {
    const acks = await send(last + 1, last + 50);
    expect(acks.map(({ seq }) => seq)).toEqual(upTo(last + 50).slice(last));
    last += 50;
    expect(await seqs()).toEqual(upTo(last));
  }
  await store.settle();
  expect(await seqs()).toEqual(upTo(last));
  expect((await send(1, last)).every(({ fresh, seq }, index) => !fresh && seq === index + 1)).toBe(true);
});

test("ES5 D15 when the merge falls behind, sends are refused before any effect, and taken again after it", async () => {
  const { steering, startMerger } = steerable();
  const { promise, resolve } = Promise.withResolvers<void>();
  steering.gate = promise;
  await open({ startMerger, limits: { merge_rows: 10, rows_max: 20 } });
  await send(1, 10); // on their way to the history
  await send(11, 30); // as much as may wait
  const outcome = await send(31, 31).catch((failure: unknown) => failure);
  const staged = await seqs();
  const [repeated] = await send(30, 30);
  resolve();
  expect(outcome).toMatchObject({ code: "overloaded", details: { retry_after_s: 1 } });
  expect(staged).toEqual(upTo(30));
  expect(repeated).toMatchObject({ seq: 30, fresh: false }); // a repeat costs nothing
  await store.settle();
  expect((await send(31, 31))[0]).toMatchObject({ seq: 31, fresh: true });
});

test("ES6 a merge that fails is repeated until it succeeds; sends and reads go on, and the log says so", async () => {
  const { steering, startMerger } = steerable();
  const clock = new VirtualClock();
  const alarms: string[] = [];
  const logger: Logger = {
    ...silentLogger,
    error: (message, fields) => alarms.push(`${message} ${fields?.code}`),
  };
  await open({ startMerger, clock, limits: { merge_rows: 10 } }, logger);
  steering.fails = true;
  await send(1, 30);
  await expect(store.settle()).rejects.toThrow("could not be merged");
  expect(alarms.length).toBeGreaterThan(0);
  expect(alarms[0]).toContain("SQLITE_FULL");
  expect(await seqs()).toEqual(upTo(30));
  expect(await send(31, 40)).toHaveLength(10);
  steering.fails = false;
  clock.advance(60_000);
  await until("the merge, though nothing is sent", () => steering.merges > 0);
  await store.settle();
  expect(await seqs()).toEqual(upTo(40));
});

test("ES6 a merge thread that dies is replaced by another", async () => {
  const clock = new VirtualClock();
  let started = 0;
  function startAnother<Question, Answer>(module: URL) {
    const worker = startWorker<Question, Answer>(module);
    if (++started === 1) worker.end();
    return worker;
  }
  await open({ startMerger: (paths) => threadMerger(paths, startAnother), clock });
  await send(1, 10);
  await expect(store.settle()).rejects.toThrow("could not be merged");
  await store.settle();
  expect(started).toBe(2);
  expect(await seqs()).toEqual(upTo(10));
});

test("ES4 what is staged is merged when nothing more comes", async () => {
  const { steering, startMerger } = steerable();
  const clock = new VirtualClock();
  await open({ startMerger, clock });
  await send(1, 3);
  clock.advance(500);
  await send(4, 4);
  clock.advance(600); // 1,100 ms after the first, 600 ms after the last
  expect(steering.merges).toBe(0);
  clock.advance(1_000);
  await store.settle();
  expect(steering.merges).toBe(1);
  expect(await seqs()).toEqual(upTo(4));
});

test("ES2 D20 what was staged when a server ended is there for the next one", async () => {
  const { startMerger } = steerable();
  await open({ startMerger });
  await send(1, 100);
  await store.close();
  store = sqliteStore(path, silentLogger, { startMerger });
  expect(await seqs()).toEqual(upTo(100));
  expect((await send(100, 101)).map(({ seq, fresh }) => [seq, fresh])).toEqual([
    [100, false],
    [101, true],
  ]);
});

test("ES7 the write-ahead log stays bounded under constant load, whether it is sends or anything else", async () => {
  await open({
    limits: { merge_rows: 1_000 },
    wal_limits: { soft_pages: 256, hard_pages: 1_024, alarm_pages: 65_536 },
  });
  const bound = 40 * 1024 * 1024; // ten times the hard limit: it grows while a merge reads what is in it
  let written = 0;
  const wrote = (bytes: number) => {
    written += bytes;
    expect(statSync(`${path}-wal`).size).toBeLessThan(bound);
  };
  for (let from = 1; from <= 10_000; from += 100) {
    await send(from, from + 99, "x".repeat(4_000));
    wrote(100 * 4_000);
  }
  for (let round = 0; round < 600; round++) {
    const key = (number: number) => `${round} ${number} ${"k".repeat(8_000)}`;
    const takes = upTo(10).map((number) => ({ key: key(number), limit: 1, window_ms: 1 }));
    await store.limits.take(takes, NOW);
    wrote(2 * 10 * 8_000);
  }
  expect(written).toBeGreaterThan(3 * bound);
}, 60_000);

test("ES11 a checkpoint that fails is told, and what was committed before it is answered", async () => {
  const storage = openFiles(path, systemRandom, (paths) => threadMerger(paths, startWorker));
  const { live, stage, history, merger, key_seed } = storage;
  const alarms: string[] = [];
  const logger: Logger = { ...silentLogger, error: (_, fields) => alarms.push(String(fields?.code)) };
  const full = () => {
    throw Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
  };
  const writer = new SqliteWriter(live, logger, {
    committing() {},
    committed: () => compactor.committed(),
    rolledBack() {},
  });
  const erasures = new Erasures(live);
  const log = new EntryLog(stage, history, new KeyHash(key_seed), new KeyFilter(), erasures, LIMITS);
  const compactor = new Compactor({
    ...{ stage, history, writer, merger, logger, clock: new VirtualClock(), quiet_ms: null },
    ...{ log, erasures, traces: { any: false, overwrite: async () => {} } },
    wal: { pending_pages: 100, checkpoint: full },
    wal_limits: { soft_pages: 200, hard_pages: 50, alarm_pages: 200 },
  });
  for (let commit = 1; commit <= 8; commit++) expect(await writer.write(() => commit)).toBe(commit);
  expect(alarms).toEqual(["SQLITE_FULL"]);
  await compactor.close();
  storage.close();
  store = sqliteStore(path, silentLogger);
});
