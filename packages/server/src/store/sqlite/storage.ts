import type { Database } from "bun:sqlite";
import type { Random } from "../../platform/random.ts";
import { folderLock } from "./folder-lock.ts";
import { moveEntries } from "./log/convert.ts";
import { KeyHash } from "./log/entry-row.ts";
import { eraseEntries } from "./log/erase.ts";
import { HeldSnapshot, History, NO_SNAPSHOT } from "./log/history.ts";
import { createHistory, type HistoryState, historyState } from "./log/history-schema.ts";
import { KEYS_PER_PAGE, readKeys } from "./log/key-pages.ts";
import { mergeStage, YOUNG_KEYS_MAX } from "./log/merge.ts";
import { inlineMerger, type Merger } from "./log/merger.ts";
import { Stage } from "./log/stage.ts";
import { openHistory, openHistoryReader, openLive, pathsBeside, type StorePaths } from "./open-database.ts";
import { ENTRIES_IN_LIVE, migrate, schemaVersion } from "./schema.ts";

/** The open files of a store, brought to the newest schema. */
export interface Storage {
  /** The serving thread's connection: the only one that writes the live file. */
  live: Database;
  stage: Stage;
  history: History;
  key_seed: number;
  merger: Merger;
  close(): void;
}

/** Two files and a lock beside each other; `startMerger` says who writes the second. */
export function openFiles(path: string, random: Random, startMerger: (paths: StorePaths) => Merger): Storage {
  const paths = pathsBeside(path);
  const unlock = folderLock(paths.lock);
  const live = openLive(paths.live);
  try {
    prepareFiles(live, paths, random);
    const reader = openHistoryReader(paths.history);
    const history = new History(reader, new HeldSnapshot(reader));
    return {
      live,
      stage: new Stage(live),
      history,
      key_seed: historyState(reader).key_seed,
      merger: startMerger(paths),
      close() {
        history.renew();
        reader.close();
        live.close();
        unlock();
      },
    };
  } catch (failure) {
    live.close();
    unlock();
    throw failure;
  }
}

/** Forgets everything when it is closed. Merges run on the caller's thread. */
export function openMemory(random: Random): Storage {
  const live = openLive(":memory:");
  migrate(live);
  live.exec("ATTACH ':memory:' AS history");
  createHistory(live, "history", KeyHash.newSeed(random));
  const idle = { checkpoint() {}, truncate: () => true, rest() {}, close() {} };
  return {
    live,
    stage: new Stage(live),
    history: new History(live, NO_SNAPSHOT),
    key_seed: historyState(live).key_seed,
    merger: inlineMerger(() => ({
      merge: (table) => mergeStage(live, table, YOUNG_KEYS_MAX),
      erase: (last_no) => eraseEntries(live, last_no),
      keys: (after) => readKeys(live, after, KEYS_PER_PAGE),
      ...idle,
    })),
    close: () => live.close(),
  };
}

function prepareFiles(live: Database, paths: StorePaths, random: Random): void {
  const history = openHistory(paths.history);
  try {
    createHistory(history, "main", KeyHash.newSeed(random));
    requireUnused(history, schemaVersion(live));
    if (migrate(live, ENTRIES_IN_LIVE) === ENTRIES_IN_LIVE) moveEntries(history, paths.live);
    migrate(live);
    pairFiles(new Stage(live), historyState(history));
  } finally {
    history.close();
  }
}

/**
 * D19: a live file that knows of no history yet gets a new one: what another one holds would be lost. After a
 * conversion that was interrupted there may be entries in it, but no merge has begun.
 */
function requireUnused(history: Database, live_version: number): void {
  if (live_version > ENTRIES_IN_LIVE) return;
  if (live_version > 0 && historyState(history).merged_position > 0) throw new Error(OLD_LIVE);
  if (live_version === 0 && history.query("SELECT 1 FROM entry LIMIT 1").get()) {
    throw new Error(`feiliao.sqlite is missing beside history.sqlite: ${ADVICE}`);
  }
}

/** D19: files that do not belong together would lose entries, or give their positions to others. */
function pairFiles(stage: Stage, { merged_position, key_seed }: HistoryState): void {
  if (stage.history_seed === null) stage.pairWith(key_seed);
  if (stage.history_seed !== key_seed) {
    throw new Error(`history.sqlite is another server's, or missing: ${ADVICE}`);
  }
  if (merged_position < stage.settled_position) {
    throw new Error(`history.sqlite is older than feiliao.sqlite: ${ADVICE}`);
  }
  if (merged_position > stage.last_position) throw new Error(OLD_LIVE);
}

const ADVICE = "restore both from one backup";
const OLD_LIVE = `feiliao.sqlite is older than history.sqlite: ${ADVICE}`;
