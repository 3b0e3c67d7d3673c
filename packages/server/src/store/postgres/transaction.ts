import type { ReservedSQL } from "bun";
import type { SilenceWatch } from "./silence.ts";

/** One row as the client returns it: a uuid or a bigint is text, an integer a number, bytea a Buffer. */
export type Row = Record<string, unknown>;

/** An open transaction, READ COMMITTED unless said otherwise: each statement sees what was committed before it. */
export class Transaction {
  /** A commit before this attempt may have happened: what it wrote may be there already. */
  readonly repeated: boolean;
  readonly #connection: ReservedSQL;
  readonly #silence: SilenceWatch;
  readonly #writes: Promise<unknown>[] = [];
  readonly #afterCommit: (() => void)[] = [];

  constructor(connection: ReservedSQL, silence: SilenceWatch, repeated: boolean) {
    this.#connection = connection;
    this.#silence = silence;
    this.repeated = repeated;
  }

  /** Sent at once: statements asked for without waiting in between share one round trip, and run in order. */
  async query<T extends Row>(text: string, ...parameters: unknown[]): Promise<T[]> {
    return await this.#silence.over(this.#connection, this.#connection.unsafe(text, parameters));
  }

  /** A statement whose result nobody looks at: its failure is that of the transaction. */
  write(text: string, ...parameters: unknown[]): void {
    const written = this.query(text, ...parameters);
    written.catch(() => {}); // `settled` reports it
    this.#writes.push(written);
  }

  /** Statements without parameters, separated by semicolons. */
  async run(statements: string): Promise<void> {
    await this.#silence.over(this.#connection, this.#connection.unsafe(statements).simple());
  }

  /** How many rows an UPDATE or DELETE found. */
  async change(text: string, ...parameters: unknown[]): Promise<number> {
    return (await this.#silence.over(this.#connection, this.#connection.unsafe(text, parameters)))
      .affectedRows;
  }

  /** Runs `action` once after the commit. It must not throw. */
  afterCommit(action: () => void): void {
    this.#afterCommit.push(action);
  }

  /** Before the commit: all writes have succeeded. */
  async settled(): Promise<void> {
    await Promise.all(this.#writes);
  }

  /** After the commit. */
  committed(): void {
    for (const action of this.#afterCommit) action();
  }
}
