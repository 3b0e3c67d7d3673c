import type { Database } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { chainOf } from "../../../conversation/chain.ts";
import { systemRandom } from "../../../platform/random.ts";
import { openFiles, type Storage } from "../storage.ts";
import { EntryLog, type StageLimits } from "./entry-log.ts";
import { type EntryKey, type EntryRow, KeyHash } from "./entry-row.ts";
import { Erasures } from "./erasures.ts";
import { KeyFilter } from "./key-filter.ts";
import { FIRST_KEYS, type KeyCursor } from "./key-pages.ts";
import { MergeConnection } from "./merge-connection.ts";
import { inlineMerger } from "./merger.ts";
import type { StageTable } from "./stage.ts";

const folder = mkdtempSync(join(tmpdir(), "feiliao-log-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LIMITS: StageLimits = { merge_rows: 8, merge_bytes: 4_096, rows_max: 1_000, bytes_max: 1_000_000 };
/** So small that keys move on with every other merge. */
const YOUNG_KEYS_MAX = 6;
/** So small that keys move on, and new ones come, between two pages of them. */
const KEYS_PER_PAGE = 3;
const CONVERSATIONS = 4;
const ACCOUNTS = 3;

/** Of a merge, then of the erasures that follow it; and what may come at any time. */
const MERGE = ["freeze", "merge", "notice", "empty", "thaw", "overwrite", "forget"] as const;
const STEPS = [...MERGE, "whole_merge", "checkpoint", "keys", "crash"] as const;
const ERASED = '{"type":"erased"}';

/** One append, as it is asked for: small numbers, so that keys repeat. */
interface Send {
  conversation_no: number;
  account_no: number;
  client_id: string;
  numbered: boolean;
}

const send = fc.record({
  conversation_no: fc.integer({ min: 1, max: CONVERSATIONS }),
  account_no: fc.integer({ min: 1, max: ACCOUNTS }),
  client_id: fc.integer({ min: 1, max: 12 }).map((number) => `key ${number}`),
  numbered: fc.boolean(),
});

const place = fc.record({
  conversation_no: fc.integer({ min: 1, max: CONVERSATIONS }),
  seq: fc.integer({ min: 1, max: 20 }),
});
type Place = { conversation_no: number; seq: number };

/** A crash may come between any two of these. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("erase" as const), places: fc.array(place) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("commit" as const), sends: fc.array(send) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("rollback" as const),
      sends: fc.array(send),
      places: fc.array(place),
    }),
  },
  ...STEPS.map((kind) => ({ weight: 2, arbitrary: fc.record({ kind: fc.constant(kind) }) })),
);

/** Keys share their hashes all the time. */
class FewHashes extends KeyHash {
  override keyOf(...key: Parameters<KeyHash["keyOf"]>): EntryKey {
    const exact = super.keyOf(...key);
    return { ...exact, key_hash: exact.key_hash % 5 };
  }
}

/** The files, the log over them, and what it must hold: plain arrays. */
class World {
  #path = join(mkdtempSync(join(folder, "data-")), "feiliao.sqlite");
  #storage: Storage = this.#open();
  #filter = new KeyFilter();
  #erasures = new Erasures(this.live);
  /** Erasures are settled after a merge only; `overwritten`: up to here the history has emptied them. */
  #settling: { overwritten: number } | null = null;
  /** Where the reading of the keys that the history had when it was opened has come to. */
  #unread: KeyCursor | null = null;
  #log = this.#recover();
  /** Steps of the merge that is under way, as far as they have been taken. */
  #merging: { table: StageTable; merged: boolean; noticed: boolean; emptied: boolean } | null = null;
  filtersBuilt = 0;
  erasuresForgotten = 0;
  readonly #model = new Map<number, (EntryRow & { device_seq: number | null })[]>();

  get live(): Database {
    return this.#storage.live;
  }

  get hasUnreadKeys(): boolean {
    return this.#unread !== null;
  }

  async take(next: { kind: string; sends?: Send[]; places?: Place[] }): Promise<void> {
    if (next.kind === "commit") this.#commit(next.sends!, []);
    else if (next.kind === "erase") this.#commit([], next.places!);
    else if (next.kind === "rollback") this.#rollBack(next.sends!, next.places!);
    else if (next.kind === "overwrite" || next.kind === "forget") await this.#settle(next.kind);
    else if (next.kind === "checkpoint") await this.#checkpoint();
    else if (next.kind === "keys") await this.#readKeys();
    else if (next.kind === "crash") this.crash();
    else if (next.kind === "whole_merge") for (const kind of MERGE) await this.take({ kind });
    else await this.#merge(next.kind);
  }

  /** The files as they are now are all that is left. */
  crash(): void {
    const copy = mkdtempSync(join(folder, "data-"));
    cpSync(join(this.#path, ".."), copy, { recursive: true, filter: (name) => !name.endsWith("-shm") });
    this.close();
    this.#path = join(copy, "feiliao.sqlite");
    this.#storage = this.#open();
    this.#settling = null;
    this.#log = this.#recover();
    const table = this.#log.frozen;
    this.#merging = table ? { table, merged: false, noticed: false, emptied: false } : null;
  }

  close(): void {
    void this.#storage.merger.close();
    this.#storage.close();
  }

  check(): void {
    for (let no = 1; no <= CONVERSATIONS; no++) {
      const rows = this.#rows(no);
      const seqs = rows.map(({ seq }) => seq);
      expect(this.#log.last(no)?.seq).toBe(seqs.at(-1));
      expect(plain(this.#log.after(no, 0, 100))).toEqual(plain(rows));
      expect(plain(this.#log.before(no, rows.length + 1, 100))).toEqual(plain(rows));
      for (const middle of [1, Math.floor(rows.length / 2), rows.length]) {
        expect(this.#log.after(no, middle, 3).map(({ seq }) => seq)).toEqual(seqs.slice(middle, middle + 3));
        const before = seqs.slice(0, Math.max(0, middle - 1)).slice(-3);
        expect(this.#log.before(no, middle, 3).map(({ seq }) => seq)).toEqual(before);
        expect(this.#log.chainAt(no, middle)).toBe(rows[middle - 1]?.chain ?? (middle === 0 ? 0 : null));
      }
      for (const row of rows) {
        expect(this.#log.at(no, row.seq)?.content).toBe(row.content);
        expect(this.#log.find(this.#log.keyOf(no, row.account_no, row.client_id))?.seq).toBe(row.seq);
      }
      for (let account_no = 1; account_no <= ACCOUNTS; account_no++) {
        expect(this.#log.deviceSeq(no, account_no)).toBe(this.#deviceSeq(no, account_no));
      }
    }
  }

  #open(): Storage {
    return openFiles(this.#path, systemRandom, (paths) =>
      inlineMerger(() => new MergeConnection(paths, YOUNG_KEYS_MAX, KEYS_PER_PAGE)),
    );
  }

  #recover(): EntryLog {
    const { stage, history, key_seed } = this.#storage;
    this.#filter = new KeyFilter();
    this.#unread = history.isEmpty ? null : FIRST_KEYS;
    if (!this.#unread) this.#filter.complete();
    this.#erasures = new Erasures(this.live);
    return new EntryLog(stage, history, new FewHashes(key_seed), this.#filter, this.#erasures, LIMITS);
  }

  async #readKeys(): Promise<void> {
    if (!this.#unread) return;
    const { key_hashes, next } = await this.#storage.merger.keys(this.#unread);
    for (const key_hash of key_hashes) this.#filter.add(key_hash);
    this.#unread = next;
    if (next) return;
    this.#filter.complete();
    this.filtersBuilt++;
  }

  #rows(conversation_no: number) {
    const rows = this.#model.get(conversation_no) ?? [];
    this.#model.set(conversation_no, rows);
    return rows;
  }

  #deviceSeq(conversation_no: number, device_no: number): number {
    const numbers = this.#rows(conversation_no).filter((row) => row.device_no === device_no);
    return Math.max(0, ...numbers.map(({ device_seq }) => device_seq ?? 0));
  }

  #commit(sends: Send[], places: Place[]): void {
    this.live.exec("BEGIN IMMEDIATE");
    for (const wanted of sends) this.#append(wanted);
    for (const erased of places) this.#erase(erased);
    this.live.exec("COMMIT");
    this.#log.commit();
  }

  #rollBack(sends: Send[], places: Place[]): void {
    const before = new Map([...this.#model].map(([no, rows]) => [no, rows.map((row) => ({ ...row }))]));
    this.live.exec("BEGIN IMMEDIATE");
    for (const wanted of sends) this.#append(wanted);
    for (const erased of places) this.#erase(erased);
    this.live.exec("ROLLBACK");
    this.#log.rollback();
    this.#model.clear();
    for (const [no, rows] of before) this.#model.set(no, rows);
  }

  #append({ conversation_no, account_no, client_id, numbered }: Send): void {
    const key = this.#log.keyOf(conversation_no, account_no, client_id);
    const rows = this.#rows(conversation_no);
    const known = rows.find((row) => row.account_no === account_no && row.client_id === client_id);
    expect(this.#log.find(key)?.seq).toBe(known?.seq);
    if (known) return;
    const last = rows.at(-1);
    const server_time = 1_000 + rows.length;
    const row: EntryRow = {
      seq: rows.length + 1,
      account_no,
      device_no: account_no,
      client_id,
      server_time,
      chain: chainOf(last?.chain ?? 0, { device_id: "dev_1", client_id, server_time }),
      content: JSON.stringify({ type: "text", text: client_id }),
    };
    const device_seq = numbered ? this.#deviceSeq(conversation_no, account_no) + 1 : null;
    this.#log.append(key, row, device_seq);
    rows.push({ ...row, device_seq });
  }

  #erase({ conversation_no, seq }: Place): void {
    const row = this.#rows(conversation_no)[seq - 1];
    if (!row || row.content === ERASED) return;
    row.content = ERASED;
    this.#log.erase(conversation_no, seq);
  }

  async #settle(kind: "overwrite" | "forget"): Promise<void> {
    const { merger, history } = this.#storage;
    if (!this.#settling) return;
    if (kind === "overwrite") {
      const { last_no } = this.#erasures;
      await merger.erase(last_no);
      history.renew();
      this.#settling.overwritten = last_no;
      return;
    }
    const { overwritten } = this.#settling;
    const before = this.#erasures.size;
    this.#erasures.forget(overwritten);
    this.#erasures.forgotten(overwritten);
    this.erasuresForgotten += before - this.#erasures.size;
  }

  async #merge(kind: string): Promise<void> {
    if (kind === "freeze" && !this.#merging) {
      this.#settling = null;
      const table = this.#log.freeze();
      if (table) this.#merging = { table, merged: false, noticed: false, emptied: false };
    }
    const merging = this.#merging;
    if (!merging) return;
    if (kind === "merge") {
      await this.#storage.merger.merge(merging.table);
      merging.merged = true;
    }
    if (kind === "notice" && merging.merged) {
      this.#log.merged();
      merging.noticed = true;
    }
    if (kind === "empty" && merging.noticed) {
      this.#storage.stage.empty(merging.table);
      merging.emptied = true;
    }
    if (kind === "thaw" && merging.emptied) {
      this.#log.thaw();
      this.#merging = null;
      this.#settling = { overwritten: 0 };
    }
  }

  async #checkpoint(): Promise<void> {
    await this.#storage.merger.checkpoint();
    this.#storage.history.renew();
    this.live.exec("PRAGMA wal_checkpoint(PASSIVE)");
  }
}

function plain(rows: readonly EntryRow[]) {
  return rows.map(({ seq, account_no, client_id, content, chain }) => ({
    ...{ seq, account_no, client_id, content, chain },
  }));
}

test("ES2 ES3 D2 D3 D20 ES14 whatever is appended, erased, merged and cut off in whatever order, the log holds it, once", async () => {
  let merges = 0;
  let erasuresForgotten = 0;
  let crashes = 0;
  let filtersBuilt = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
      const world = new World();
      for (const next of steps) {
        await world.take(next);
        world.check();
        if (next.kind === "thaw") merges++;
        if (next.kind === "crash") crashes++;
      }
      world.crash();
      world.check();
      while (world.hasUnreadKeys) await world.take({ kind: "keys" });
      world.check();
      filtersBuilt += world.filtersBuilt;
      erasuresForgotten += world.erasuresForgotten;
      world.close();
    }),
    { numRuns: Number(process.env.RUNS ?? 40), interruptAfterTimeLimit: 60_000 },
  );
  expect(merges).toBeGreaterThan(0);
  expect(crashes).toBeGreaterThan(0);
  expect(filtersBuilt).toBeGreaterThan(0);
  expect(erasuresForgotten).toBeGreaterThan(0);
}, 120_000);

test("ES3 a read between a merge and its notice sees each entry once", async () => {
  const world = new World();
  const sends = [1, 2, 3, 4, 5, 6].map((number) => ({
    conversation_no: 1,
    account_no: 1,
    client_id: `key ${number}`,
    numbered: true,
  }));
  await world.take({ kind: "commit", sends: sends.slice(0, 3) });
  for (const kind of ["freeze", "merge", "notice", "empty", "thaw"]) await world.take({ kind });
  await world.take({ kind: "commit", sends: sends.slice(3) });
  for (const kind of ["freeze", "merge", "checkpoint"]) await world.take({ kind });
  world.check();
  world.close();
});
