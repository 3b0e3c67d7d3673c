import type { Database } from "bun:sqlite";
import type { Effect, OutboxStore } from "../outbox-store.ts";
import type { SqliteWriter } from "./writer.ts";

/** The outbox table, for writes that queue an effect in their own transaction. */
export class OutboxRows {
  readonly #insert;
  readonly #writer: () => SqliteWriter;
  readonly #listeners: (() => void)[] = [];

  constructor(database: Database, writer: () => SqliteWriter) {
    this.#writer = writer;
    this.#insert = database.query<unknown, [string]>("INSERT INTO outbox (effect) VALUES (?)");
  }

  /** Within a write only. */
  queue(effect: Effect): void {
    this.#insert.run(JSON.stringify(effect));
    this.#writer().afterCommit(() => {
      for (const listener of this.#listeners) listener();
    });
  }

  onQueued(listener: () => void): void {
    this.#listeners.push(listener);
  }
}

export function sqliteOutbox(database: Database, rows: OutboxRows, writer: SqliteWriter): OutboxStore {
  const pending = database.query<{ no: number; effect: string }, [number, number]>(
    "SELECT no, effect FROM outbox WHERE begun = 0 AND due_at <= ? ORDER BY no LIMIT ?",
  );
  const begin = database.query<unknown, [number]>("UPDATE outbox SET begun = 1 WHERE no = ?");
  const postpone = database.query<unknown, [number, number]>("UPDATE outbox SET due_at = ? WHERE no = ?");
  const forgetBegun = database.query<unknown, []>("DELETE FROM outbox WHERE begun = 1");
  const done = database.query<unknown, [number]>("DELETE FROM outbox WHERE no = ?");
  return {
    pending: async (limit, now) =>
      pending.all(now, limit).map(({ no, effect }) => ({ no, effect: JSON.parse(effect) as Effect })),
    postpone: (no, due_at) => writer.write(() => void postpone.run(due_at, no)),
    forgetBegun: () => writer.write(() => void forgetBegun.run()),
    begin: (no) => writer.write(() => void begin.run(no)),
    done: (no) => writer.write(() => void done.run(no)),
    onQueued: (listener) => rows.onQueued(listener),
  };
}
