import type { Database } from "bun:sqlite";
import { EFFECT_WAIT_MS_MAX, type Effect, type OutboxStore } from "../outbox-store.ts";
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
  const due = "begun_at IS NULL AND (due_at <= ? OR due_at > ?)";
  const claim = database.query<{ no: number; effect: string }, [number, number, number, number]>(
    `UPDATE outbox SET due_at = ? WHERE no IN
       (SELECT no FROM outbox WHERE ${due} ORDER BY due_at, no LIMIT ?)
     RETURNING no, effect`,
  );
  const postpone = database.query<unknown, [number, number]>("UPDATE outbox SET due_at = ? WHERE no = ?");
  const isDue = database.query<unknown, [number, number]>(`SELECT 1 FROM outbox WHERE ${due} LIMIT 1`);
  const done = database.query<unknown, [number]>("DELETE FROM outbox WHERE no = ?");
  return {
    async claim(limit, now, lease_ms) {
      const horizon = now + EFFECT_WAIT_MS_MAX;
      if (!isDue.get(now, horizon)) return []; // most polls: nothing is written for them
      const rows = await writer.write(() => claim.all(now + lease_ms, now, horizon, limit));
      return rows
        .map(({ no, effect }) => ({ no, effect: JSON.parse(effect) as Effect }))
        .sort((a, b) => a.no - b.no);
    },
    postpone: (no, due_at) => writer.write(() => void postpone.run(due_at, no)),
    done: (no) => writer.write(() => void done.run(no)),
    onQueued: (listener) => rows.onQueued(listener),
  };
}
