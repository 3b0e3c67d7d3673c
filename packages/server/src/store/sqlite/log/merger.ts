import type { StartWorker, WorkerThread } from "../../../platform/worker.ts";
import type { StorePaths } from "../open-database.ts";
import type { MergeConnection } from "./merge-connection.ts";
import type { StageTable } from "./stage.ts";

export type MergeTask = { task: "merge"; table: StageTable } | { task: "checkpoint" } | { task: "rest" };

/** Who writes the history. A task that fails leaves both files as they were and may be given again. */
export interface Merger {
  /** Moves a stage table into the history (see mergeStage). */
  merge(table: StageTable): Promise<void>;
  /** Copies write-ahead logs into their files, as far as no reader is in the way. */
  checkpoint(): Promise<void>;
  /** There is nothing to do for now. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

/** What the merge thread is asked. */
export type MergeQuestion = (MergeTask & { paths: StorePaths }) | { task: "close" };

export function perform(connection: MergeConnection, task: MergeTask): void {
  if (task.task === "merge") connection.merge(task.table);
  else if (task.task === "checkpoint") connection.checkpoint();
  else connection.rest();
}

/** In a thread of its own, which is started when it is first needed, and anew after a failure. */
export function threadMerger(paths: StorePaths, startWorker: StartWorker): Merger {
  let thread: WorkerThread<MergeQuestion, null> | null = null;

  async function end(): Promise<void> {
    const ending = thread;
    thread = null;
    await ending?.ask({ task: "close" }).catch(() => {}); // it may be gone already
    ending?.end();
  }

  async function ask(task: MergeTask): Promise<void> {
    thread ??= startWorker<MergeQuestion, null>(new URL("./merge-thread.ts", import.meta.url));
    try {
      await thread.ask({ ...task, paths });
    } catch (failure) {
      await end();
      throw failure;
    }
  }

  return {
    merge: (table) => ask({ task: "merge", table }),
    checkpoint: () => ask({ task: "checkpoint" }),
    rest: async () => {
      if (thread) await ask({ task: "rest" });
    },
    close: end,
  };
}

/** On the caller's thread, for a history in memory and for tests. */
export function inlineMerger(
  open: () => Pick<MergeConnection, "merge" | "checkpoint" | "rest" | "close">,
): Merger {
  let connection: ReturnType<typeof open> | null = null;
  const opened = () => {
    connection ??= open();
    return connection;
  };
  return {
    merge: async (table) => opened().merge(table),
    checkpoint: async () => opened().checkpoint(),
    rest: async () => opened().rest(),
    close: async () => connection?.close(),
  };
}
