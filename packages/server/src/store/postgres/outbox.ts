import { EFFECT_WAIT_MS_MAX, type Effect, type OutboxRow, type OutboxStore } from "../outbox-store.ts";
import { columnsOf } from "./array-literal.ts";
import type { Database } from "./database.ts";
import type { Transaction } from "./transaction.ts";

export interface QueuedEffect {
  /** The uuid of the conversation, account or code that it comes from, and lies with. */
  cause: string;
  effect: Effect;
}

/** The outbox table, for writes that queue an effect in their own transaction. */
export class OutboxRows {
  readonly #listeners: (() => void)[] = [];

  queue(transaction: Transaction, effects: readonly QueuedEffect[]): void {
    if (effects.length === 0) return;
    transaction.write(
      "INSERT INTO outbox (cause, effect) SELECT * FROM unnest($1::uuid[], $2::text[])",
      ...columnsOf(effects.map(({ cause, effect }) => [cause, JSON.stringify(effect)])),
    );
    transaction.afterCommit(() => {
      for (const listener of this.#listeners) listener();
    });
  }

  onQueued(listener: () => void): void {
    this.#listeners.push(listener);
  }
}

/** SKIP LOCKED: what another node claims at this moment is neither waited for nor taken twice. */
const CLAIM = `
  UPDATE outbox SET due_at = $1::bigint
  WHERE no = ANY(ARRAY(
    SELECT no FROM outbox WHERE begun_at IS NULL AND (due_at <= $2::bigint OR due_at > $3::bigint)
    ORDER BY due_at, no LIMIT $4::integer FOR UPDATE SKIP LOCKED))
  RETURNING no, effect`;

export function postgresOutbox(database: Database, rows: OutboxRows): OutboxStore {
  return {
    async claim(limit, now, lease_ms): Promise<OutboxRow[]> {
      const claimed = await database.query<{ no: string; effect: string }>(
        CLAIM,
        String(now + lease_ms),
        String(now),
        String(now + EFFECT_WAIT_MS_MAX),
        String(limit),
      );
      return claimed
        .map(({ no, effect }) => ({ no: Number(no), effect: JSON.parse(effect) as Effect }))
        .sort((a, b) => a.no - b.no);
    },
    async postpone(no, due_at) {
      await database.query(
        "UPDATE outbox SET due_at = $1::bigint WHERE no = $2::bigint",
        String(due_at),
        String(no),
      );
    },
    async done(no) {
      await database.query("DELETE FROM outbox WHERE no = $1::bigint", String(no));
    },
    onQueued: (listener) => rows.onQueued(listener),
  };
}
