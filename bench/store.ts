// What the embedded store alone costs, without sockets: appends in batches that share a commit, over
// conversations drawn at random (the worst case for locality), then reads.
//   bun bench/store.ts [--rows 1000000] [--conversations 5000] [--batch 256] [--history 10000000] [--folder DIR]
//     [--wait 20]
// --history fills that many merged entries first; a folder that is given is kept. --wait: seconds between the start
// and the first append, in which the keys of a history are read. Prints one JSON line; reads are in microseconds of CPU.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { AccountId, ConversationId, DeviceId } from "@feiliao/protocol";
import { silentLogger } from "@feiliao/server/platform/logger";
import { newId, systemRandom } from "@feiliao/server/platform/random";
import { type FilledEntry, fillHistory } from "@feiliao/server/store/sqlite/fill";
import { type SqliteStore, sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";
import { makeBody } from "./load/body.ts";
import { Latency } from "./measure/latency.ts";
import { round } from "./measure/round.ts";

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    rows: { type: "string", default: "1000000" },
    conversations: { type: "string", default: "5000" },
    batch: { type: "string", default: "256" },
    history: { type: "string", default: "0" },
    folder: { type: "string" },
    wait: { type: "string", default: "0" },
  },
});
const rows = Number(values.rows);
const conversations = Number(values.conversations);
const batch = Number(values.batch);
const history = Number(values.history);
const NOW = Date.UTC(2026, 0, 1);
const READS = 5_000;
const SYNCS = 1_000;

interface Person {
  account_id: AccountId;
  device_id: DeviceId;
}

interface Pair {
  conversation_id: ConversationId;
  sender: Person;
}

const folder = values.folder ?? mkdtempSync(join(tmpdir(), "feiliao-store-"));
const path = join(folder, "feiliao.sqlite");
const pairs = await prepare();
const filled_ms = await timed(() => fill());
const opening = performance.now();
const store = sqliteStore(path, silentLogger);
const opened_ms = performance.now() - opening;
await Bun.sleep(Number(values.wait) * 1_000);
const appended = await append(store);
const reads = await read(store);
await store.settle();
const repeated_us = await repeat(store);
const closing_ms = await timed(() => store.close());
console.log(
  JSON.stringify({
    ...{ rows, conversations, batch, history },
    ...appended,
    ...reads,
    repeated_us,
    open_ms: round(opened_ms, 1),
    close_ms: round(closing_ms),
    fill_per_s: history ? round((history / filled_ms) * 1e3) : null,
    rss_mb: round(process.memoryUsage.rss() / 1e6),
  }),
);
if (!values.folder) rmSync(folder, { recursive: true });

/** People in a ring, each with conversations with the next ten. */
async function prepare(): Promise<Pair[]> {
  const preparing = sqliteStore(path, silentLogger);
  const people: Person[] = [];
  for (let index = 0; index < Math.ceil(conversations / 10) + 10; index++) {
    const { identity } = await preparing.accounts.signIn({
      number: `+86138${String(index).padStart(8, "0")}`,
      new_account_id: newId<AccountId>("account", systemRandom),
      device_id: newId<DeviceId>("device", systemRandom),
      device_name: "bench",
      token_hash: systemRandom.bytes(32),
      now: NOW,
      idle_ms_max: Number.MAX_SAFE_INTEGER,
      proven_pin_hash: null,
    });
    people.push(identity);
  }
  const pairs: Pair[] = [];
  for (let index = 0; index < conversations; index++) {
    const sender = people[Math.floor(index / 10)]!;
    const peer = people[Math.floor(index / 10) + 1 + (index % 10)]!;
    const { conversation_id } = await preparing.conversations.openDirect({
      opener: sender.account_id,
      opener_address: "",
      peer: peer.account_id,
      peer_address: "",
      new_conversation_id: newId<ConversationId>("conversation", systemRandom),
      now: NOW,
    });
    pairs.push({ conversation_id, sender });
  }
  await preparing.close();
  return pairs;
}

async function fill(): Promise<void> {
  const each = Math.ceil(history / conversations);
  if (each === 0) return;
  const entries = function* ({ sender }: Pair): Generator<FilledEntry> {
    for (let index = 0; index < each; index++) {
      const content = { type: "text", text: makeBody(0) } as const;
      yield { ...sender, client_id: `filled ${index}`, server_time: NOW, content };
    }
  };
  await fillHistory(
    path,
    pairs.map((pair) => ({ conversation_id: pair.conversation_id, entries: entries(pair) })),
  );
}

function send(target: SqliteStore, pair: Pair, client_id: string, text: string) {
  const { conversation_id, sender } = pair;
  const content = { type: "text", text } as const;
  return target.conversations.append({ conversation_id, ...sender, client_id, content, now: NOW });
}

async function append(target: SqliteStore) {
  const commit = new Latency();
  const before = { process: process.cpuUsage(), serving_us: servingThread(), bytes: writtenBytes() };
  const start = performance.now();
  let refused = 0;
  for (let done = 0; done < rows; done += batch) {
    const began = performance.now();
    const sends = Array.from({ length: batch }, (_, index) =>
      send(target, anyPair(), `key ${done + index}`, makeBody(0)),
    );
    for (const { status } of await Promise.allSettled(sends)) if (status === "rejected") refused++;
    commit.add(performance.now() - began);
    if (refused > 0) await Bun.sleep(10);
  }
  const took_ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before.process);
  const latency = commit.summary();
  return {
    rows_per_s: round(((rows - refused) / took_ms) * 1e3),
    refused,
    cpu_us_per_row: round((user + system) / rows, 2),
    serving_thread_us_per_row: round((servingThread() - before.serving_us) / rows, 2),
    written_bytes_per_row: round((writtenBytes() - before.bytes) / rows),
    commit_p50_ms: latency.p50_ms,
    commit_p99_ms: latency.p99_ms,
    commit_max_ms: round(latency.max_ms, 1),
  };
}

/** Opening a conversation, paging back in it, and syncing. */
async function read(target: SqliteStore) {
  const newest: Read[] = [];
  const newest_us = await each(async ({ conversation_id, sender }) => {
    const { last_seq } = await target.conversations.read(conversation_id, sender.account_id, { limit: 50 });
    newest.push({ conversation_id, sender, last_seq });
  });
  let next = 0;
  const page_back_us = await each(async () => {
    const { conversation_id, sender, last_seq } = newest[next++]!;
    const before_seq = 1 + Math.ceil(Math.random() * last_seq);
    await target.conversations.read(conversation_id, sender.account_id, { before_seq, limit: 50 });
  });
  const sync_us = await syncAfterThree(target);
  return { read_newest_50_us: newest_us, page_back_50_us: page_back_us, sync_3_missed_us: sync_us };
}

/** What a device gets that missed three entries of a conversation. */
async function syncAfterThree(target: SqliteStore): Promise<number> {
  const some = pairs.slice(0, SYNCS);
  const changes = ({ conversation_id, sender }: Pair, had: Positions) =>
    target.conversations.changes(sender.account_id, [conversation_id], had, 100);
  const had = await Promise.all(some.map(async (pair) => (await changes(pair, new Map())).positions));
  await Promise.all(some.flatMap((pair) => [1, 2, 3].map((n) => send(target, pair, `missed ${n}`, "hello"))));
  await target.settle();
  const took_us = await cpuOf(async () => {
    for (const [index, pair] of some.entries()) await changes(pair, had[index]!);
  });
  return round(took_us / some.length, 1);
}

type Positions = Parameters<SqliteStore["conversations"]["changes"]>[2];

interface Read extends Pair {
  last_seq: number;
}

async function each(work: (pair: Pair) => Promise<void>): Promise<number> {
  const took_us = await cpuOf(async () => {
    for (let index = 0; index < READS; index++) await work(anyPair());
  });
  return round(took_us / READS, 1);
}

/** A send that repeats a key of the history, which has to be found and compared. */
async function repeat(target: SqliteStore): Promise<number> {
  const pair = pairs[0]!;
  await send(target, pair, "repeated", "hello");
  await target.settle();
  const took_us = await cpuOf(async () => {
    for (let done = 0; done < READS; done += batch) {
      await Promise.all(Array.from({ length: batch }, () => send(target, pair, "repeated", "hello")));
    }
  });
  return round(took_us / READS, 1);
}

function anyPair(): Pair {
  return pairs[Math.floor(Math.random() * pairs.length)]!;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Microseconds of CPU, all threads: other work on the machine disturbs it less than the time that passes. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Microseconds of CPU of the thread that serves; the rest of the process's is merging, and the engine's own. */
function servingThread(): number {
  const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

function writtenBytes(): number {
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync("/proc/self/io", "utf8"))![1]);
}
