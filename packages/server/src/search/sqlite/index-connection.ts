import { startWorker, type WorkerThread } from "../../platform/worker.ts";
import { IndexDatabase } from "./index-database.ts";
import { type AskIndex, type IndexQuestion, perform } from "./index-tasks.ts";

/** A way to the index. */
export interface IndexConnection {
  /** Rejects when the work failed; it may be asked again. */
  ask: AskIndex;
  close(): Promise<void>;
}

/** In a thread of its own, which is started when it is first needed, and anew after a failure. */
export function threadConnection(path: string): IndexConnection {
  let thread: WorkerThread<IndexQuestion, unknown> | null = null;

  async function close(): Promise<void> {
    const ending = thread;
    thread = null;
    await ending?.ask({ task: "close" }).catch(() => {}); // it may be gone already
    ending?.end();
  }

  const ask = async (task: string, ...parameters: unknown[]) => {
    thread ??= startWorker<IndexQuestion, unknown>(new URL("./index-thread.ts", import.meta.url));
    const asked = thread;
    try {
      return await asked.ask({ task, path, parameters } as IndexQuestion);
    } catch (failure) {
      if (thread === asked) await close();
      throw failure;
    }
  };
  return { ask: ask as AskIndex, close };
}

/** On the caller's thread, for an index in memory. */
export function inlineConnection(scanned_max?: number): IndexConnection {
  const database = new IndexDatabase(":memory:", scanned_max);
  return {
    ask: async (task, ...parameters) => perform(database, { task, parameters }),
    close: async () => database.close(),
  };
}
