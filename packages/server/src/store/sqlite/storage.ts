import type { Database } from "bun:sqlite";
import type { Random } from "../../platform/random.ts";
import { folderLock } from "./folder-lock.ts";
import { moveEntries } from "./log/convert.ts";
import { KeyHash } from "./log/entry-row.ts";
import { HeldSnapshot, History, NO_SNAPSHOT } from "./log/history.ts";
import { createHistory, historyState } from "./log/history-schema.ts";
import { mergeStage, YOUNG_KEYS_MAX } from "./log/merge.ts";
import { inlineMerger, type Merger } from "./log/merger.ts";
import { Stage } from "./log/stage.ts";
import { openHistory, openHistoryReader, openLive, pathsBeside, type StorePaths } from "./open-database.ts";
import { ENTRIES_IN_LIVE, migrate } from "./schema.ts";

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
    const stage = new Stage(live);
    checkPair(stage, history);
    return {
      live,
      stage,
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
  const idle = { checkpoint() {}, rest() {}, close() {} };
  return {
    live,
    stage: new Stage(live),
    history: new History(live, NO_SNAPSHOT),
    key_seed: historyState(live).key_seed,
    merger: inlineMerger(() => ({ merge: (table) => mergeStage(live, table, YOUNG_KEYS_MAX), ...idle })),
    close: () => live.close(),
  };
}

function prepareFiles(live: Database, paths: StorePaths, random: Random): void {
  const history = openHistory(paths.history);
  try {
    createHistory(history, "main", KeyHash.newSeed(random));
    if (migrate(live, ENTRIES_IN_LIVE) === ENTRIES_IN_LIVE) moveEntries(history, paths.live);
    migrate(live);
  } finally {
    history.close();
  }
}

/** D19: files that do not belong together would lose entries, or give their positions to others. */
function checkPair(stage: Stage, { merged_position }: History): void {
  if (merged_position < stage.settled_position) {
    throw new Error(
      "history.sqlite is older than feiliao.sqlite, or another server's: restore both from one backup",
    );
  }
  if (merged_position > stage.last_position) {
    throw new Error(
      "feiliao.sqlite is older than history.sqlite, or another server's: restore both from one backup",
    );
  }
}
