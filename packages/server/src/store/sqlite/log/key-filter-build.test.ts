import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "@feiliao/testkit/until";
import { type Logger, silentLogger } from "../../../platform/logger.ts";
import { systemRandom } from "../../../platform/random.ts";
import { VirtualClock } from "../../../platform/virtual-clock.ts";
import { openFiles, type Storage } from "../storage.ts";
import { KeyFilter } from "./key-filter.ts";
import { KeyFilterBuild } from "./key-filter-build.ts";
import { MergeConnection } from "./merge-connection.ts";
import { inlineMerger, type Merger } from "./merger.ts";

const folder = mkdtempSync(join(tmpdir(), "feiliao-filter-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KEYS = 10;
const KEYS_PER_PAGE = 3;

/** A history with the keys 1 to 10, of which some have moved on from the young index. */
async function history(): Promise<Storage> {
  const storage = openFiles(
    join(mkdtempSync(join(folder, "data-")), "feiliao.sqlite"),
    systemRandom,
    (paths) => inlineMerger(() => new MergeConnection(paths, KEYS / 2, KEYS_PER_PAGE)),
  );
  const common = { account_no: 1, device_no: 1, device_seq: null, server_time: 0, chain: 0, content: "{}" };
  for (let key = 1; key <= KEYS; key++) {
    const ids = { position: key, conversation_no: key, seq: 1, client_id: `key ${key}`, key_hash: key };
    storage.stage.insert("stage_a", { ...common, ...ids });
  }
  await storage.merger.merge("stage_a");
  storage.history.renew();
  return storage;
}

function build(storage: Storage, merger: Merger, logger: Logger = silentLogger) {
  const [filter, clock] = [new KeyFilter(), new VirtualClock()];
  const building = new KeyFilterBuild({ filter, history: storage.history, merger, clock, logger });
  return { filter, clock, building };
}

const NEVER_ADDED = 2 ** 47;

test("the filter of an empty history is complete from the start", () => {
  const storage = openFiles(
    join(mkdtempSync(join(folder, "data-")), "feiliao.sqlite"),
    systemRandom,
    (paths) => inlineMerger(() => new MergeConnection(paths)),
  );
  const { filter } = build(storage, storage.merger);
  expect(filter.mayHold(NEVER_ADDED)).toBe(false);
  storage.close();
});

test("ES12 a filter gets every key of the history, and denies nothing before it has them", async () => {
  const storage = await history();
  const { filter, clock } = build(storage, storage.merger);
  expect(filter.mayHold(NEVER_ADDED)).toBe(true);
  clock.advance(1_000);
  expect(filter.mayHold(NEVER_ADDED)).toBe(true);
  await until("the filter to be complete", () => !filter.mayHold(NEVER_ADDED));
  for (let key = 1; key <= KEYS; key++) expect(filter.mayHold(key)).toBe(true);
  storage.close();
});

test("ES12 keys that cannot be read are read later, from where the reading stopped", async () => {
  const storage = await history();
  let pages = 0;
  const warnings: string[] = [];
  const merger: Merger = {
    ...storage.merger,
    async keys(after) {
      if (++pages === 2) throw Object.assign(new Error("disk"), { code: "SQLITE_IOERR" });
      return storage.merger.keys(after);
    },
  };
  const logger: Logger = { ...silentLogger, warn: (message) => warnings.push(message) };
  const { filter, clock } = build(storage, merger, logger);
  clock.advance(1_000);
  await until("a warning", () => warnings.length === 1);
  expect(filter.mayHold(NEVER_ADDED)).toBe(true);
  clock.advance(30_000);
  await until("the filter to be complete", () => !filter.mayHold(NEVER_ADDED));
  for (let key = 1; key <= KEYS; key++) expect(filter.mayHold(key)).toBe(true);
  expect(pages).toBeLessThan(2 * (KEYS / KEYS_PER_PAGE + 2));
  storage.close();
});

test("ES12 a store that is closed meanwhile reads no further", async () => {
  const storage = await history();
  let pages = 0;
  const merger: Merger = {
    ...storage.merger,
    async keys(after) {
      pages++;
      return storage.merger.keys(after);
    },
  };
  const { clock, building } = build(storage, merger);
  clock.advance(1_000);
  await building.close();
  expect(pages).toBe(1);
  storage.close();
});
