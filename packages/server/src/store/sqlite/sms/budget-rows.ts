import type { Database } from "bun:sqlite";
import type { SmsBudget } from "../../sms/ledger.ts";

/** What the rows of the ledger have taken and not given back. Within a write only, but for `spent`. */
export class BudgetRows {
  readonly #queries;

  constructor(database: Database) {
    this.#queries = {
      read: database.query<{ used: number }, [string]>("SELECT used FROM sms_budget WHERE key = ?"),
      add: database.query<unknown, [string, number, number]>(
        `INSERT INTO sms_budget (key, used, used_at) VALUES (?, ?, ?)
         ON CONFLICT (key) DO UPDATE SET used = used + excluded.used, used_at = excluded.used_at`,
      ),
      giveBack: database.query<unknown, [number, string]>(
        "UPDATE sms_budget SET used = used - ? WHERE key = ?",
      ),
      forget: database.query<unknown, [number]>("DELETE FROM sms_budget WHERE used_at < ?"),
    };
  }

  spent(key: string): number {
    return this.#queries.read.get(key)?.used ?? 0;
  }

  /** Takes from all, or from none: then the answer is the key of one that it would exceed. */
  take(budgets: readonly SmsBudget[], now: number): string | null {
    const over = budgets.find(({ key, amount, max }) => this.spent(key) + amount > max);
    if (over) return over.key;
    for (const { key, amount } of budgets) this.#queries.add.run(key, amount, now);
    return null;
  }

  giveBack(taken: readonly Pick<SmsBudget, "key" | "amount">[]): void {
    for (const { key, amount } of taken) this.#queries.giveBack.run(amount, key);
  }

  forget(before: number): void {
    this.#queries.forget.run(before);
  }
}
