import type { StartWorker, WorkerThread } from "../../../platform/worker.ts";
import type { StorePaths } from "../open-database.ts";
import type { KeyCursor, KeyPage } from "./key-pages.ts";
import type { MergeConnection } from "./merge-connection.ts";
import type { StageTable } from "./stage.ts";

export type MergeTask =
  | { task: "merge"; table: StageTable }
  | { task: "erase"; last_no: number }
  | { task: "keys"; after: KeyCursor }
  | { task: "checkpoint" }
  | { task: "truncate" }
  | { task: "rest" };

/** Who writes the history. A task that fails leaves both files as they were and may be given again. */
export interface Merger {
  /** Moves a stage table into the history (see mergeStage). */
  merge(table: StageTable): Promise<void>;
  /** Empties entries of the history (see eraseEntries). */
  erase(last_no: number): Promise<void>;
  /** Reads keys of the history (see readKeys). */
  keys(after: KeyCursor): Promise<KeyPage>;
  /** Copies write-ahead logs into their files, as far as no reader is in the way. */
  checkpoint(): Promise<void>;
  /** Empties the write-ahead log of the history. False: somebody reads it. */
  truncate(): Promise<boolean>;
  /** There is nothing to do for now. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

/** What the merge thread is asked. */
export type MergeQuestion = (MergeTask & { paths: StorePaths }) | { task: "close" };

/** What the merge thread answers: the keys that were asked for, or whether it was done. */
export type MergeAnswer = KeyPage | boolean;

export function perform(connection: MergeConnection, task: MergeTask): MergeAnswer {
  if (task.task === "keys") return connection.keys(task.after);
  if (task.task === "truncate") return connection.truncate();
  if (task.task === "merge") connection.merge(task.table);
  else if (task.task === "erase") connection.erase(task.last_no);
  else if (task.task === "checkpoint") connection.checkpoint();
  else connection.rest();
  return true;
}

/** In a thread of its own, which is started when it is first needed, and anew after a failure. */
export function threadMerger(paths: StorePaths, startWorker: StartWorker): Merger {
  let thread: WorkerThread<MergeQuestion, MergeAnswer> | null = null;

  async function end(): Promise<void> {
    const ending = thread;
    thread = null;
    await ending?.ask({ task: "close" }).catch(() => {}); // it may be gone already
    ending?.end();
  }

  async function ask(task: MergeTask): Promise<MergeAnswer> {
    thread ??= startWorker<MergeQuestion, MergeAnswer>(new URL("./merge-thread.ts", import.meta.url));
    try {
      return await thread.ask({ ...task, paths });
    } catch (failure) {
      await end();
      throw failure;
    }
  }

  return {
    merge: async (table) => void (await ask({ task: "merge", table })),
    erase: async (last_no) => void (await ask({ task: "erase", last_no })),
    keys: async (after) => (await ask({ task: "keys", after })) as KeyPage,
    checkpoint: async () => void (await ask({ task: "checkpoint" })),
    truncate: async () => (await ask({ task: "truncate" })) as boolean,
    rest: async () => {
      if (thread) await ask({ task: "rest" });
    },
    close: end,
  };
}

/** On the caller's thread, for a history in memory and for tests. */
export function inlineMerger(open: () => Pick<MergeConnection, keyof Merger>): Merger {
  let connection: ReturnType<typeof open> | null = null;
  const opened = () => {
    connection ??= open();
    return connection;
  };
  return {
    merge: async (table) => opened().merge(table),
    erase: async (last_no) => opened().erase(last_no),
    keys: async (after) => opened().keys(after),
    checkpoint: async () => opened().checkpoint(),
    truncate: async () => opened().truncate(),
    rest: async () => opened().rest(),
    close: async () => connection?.close(),
  };
}
