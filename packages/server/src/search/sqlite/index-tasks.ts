import type { IndexDatabase } from "./index-database.ts";

/** What can be asked of the connection to the index, by the name of its method. */
export type IndexTask = Exclude<keyof IndexDatabase, "close">;

/** A method's parameters travel as they are. */
export type IndexQuestion =
  | {
      [Task in IndexTask]: { task: Task; path: string; parameters: Parameters<IndexDatabase[Task]> };
    }[IndexTask]
  | { task: "close" };

/** Asks a connection, here or in a thread. */
export type AskIndex = <Task extends IndexTask>(
  task: Task,
  ...parameters: Parameters<IndexDatabase[Task]>
) => Promise<ReturnType<IndexDatabase[Task]>>;

export function perform<Task extends IndexTask>(
  database: IndexDatabase,
  { task, parameters }: { task: Task; parameters: Parameters<IndexDatabase[Task]> },
): ReturnType<IndexDatabase[Task]> {
  const method = database[task] as (...parameters: unknown[]) => ReturnType<IndexDatabase[Task]>;
  return method.apply(database, parameters);
}
