import type { SmsBudget } from "../../sms/ledger.ts";
import { arrayOf, columnsOf } from "../array-literal.ts";
import type { Transaction } from "../transaction.ts";

/** What the rows of the ledger have taken and not given back, within one transaction. */
export class BudgetRows {
  readonly #transaction: Transaction;
  readonly #used = new Map<string, number>();
  readonly #changed = new Map<string, number>();

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  /** Reads them under a lock, in the order of keys, so that no two takers wait for each other. */
  async lock(keys: readonly string[], now: number): Promise<void> {
    const distinct = [...new Set(keys)].sort();
    if (distinct.length === 0) return;
    await this.#transaction.query(
      `INSERT INTO sms_budget (key, used, used_at)
       SELECT key, 0, $2::bigint FROM unnest($1::text[]) AS wanted (key) ORDER BY key ON CONFLICT DO NOTHING`,
      arrayOf(distinct),
      String(now),
    );
    const rows = await this.#transaction.query<{ key: string; used: string }>(
      `SELECT key, used FROM sms_budget WHERE key = ANY($1::text[]) ORDER BY key FOR UPDATE`,
      arrayOf(distinct),
    );
    for (const { key, used } of rows) this.#used.set(key, Number(used));
  }

  /** Takes from all, or from none: then the answer is the key of one that it would exceed. */
  take(budgets: readonly SmsBudget[]): string | null {
    const over = budgets.find(({ key, amount, max }) => this.#used.get(key)! + amount > max);
    if (over) return over.key;
    for (const { key, amount } of budgets) this.#add(key, amount);
    return null;
  }

  giveBack(taken: readonly Pick<SmsBudget, "key" | "amount">[]): void {
    for (const { key, amount } of taken) this.#add(key, -amount);
  }

  /** Writes what was taken and given back. */
  save(now: number): void {
    if (this.#changed.size === 0) return;
    this.#transaction.write(
      `UPDATE sms_budget SET used = used + change, used_at = $3::bigint
       FROM unnest($1::text[], $2::bigint[]) AS changed (changed_key, change) WHERE key = changed_key`,
      ...columnsOf([...this.#changed]),
      String(now),
    );
  }

  #add(key: string, amount: number): void {
    this.#used.set(key, (this.#used.get(key) ?? 0) + amount);
    this.#changed.set(key, (this.#changed.get(key) ?? 0) + amount);
  }
}
