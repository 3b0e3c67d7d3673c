import { type ReservedSQL, SQL } from "bun";
import type { Clock } from "../../platform/clock.ts";
import { describeFailure, type Logger } from "../../platform/logger.ts";
import { Availability } from "./availability.ts";
import { Connections } from "./connections.ts";
import { codeOf, kindOf, storageFailed } from "./failures.ts";
import { readPostgresUrl } from "./postgres-url.ts";
import { type Row, Transaction } from "./transaction.ts";

/** How long an outage is waited out before the caller is told to come back. */
const OUTAGE_MS_MAX = 5_000;
/** Deadlocks and serialization failures in a row before it is taken for a fault. */
const CONFLICTS_MAX = 20;
const CONNECT_S_MAX = 5;

/** A node that vanishes in mid-transaction keeps its locks for so long. It says nothing about a COMMIT under way. */
const ABANDONED_MS_MAX = 5_000;

/**
 * Every statement here finds rows by key: no join of a few hundred keys gains from reading a whole table, which is
 * what a plan made while the table was small would go on doing. Set in the transaction and not on the connection,
 * which a pooler may share out between clients.
 */
const BY_KEY = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";
const READ_COMMITTED = `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; ${BY_KEY};
  SET LOCAL idle_in_transaction_session_timeout = ${ABANDONED_MS_MAX}`;
const SNAPSHOT = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${BY_KEY}`;

export interface DatabaseOptions {
  clock: Clock;
  logger: Logger;
  connections_max: number;
  /** How long a transaction or a statement may take before its connection is taken for dead. */
  silence_ms_max: number;
}

/** `repeated`: an earlier attempt may have been committed. */
type Attempt<T> = (sql: SQL, repeated: boolean) => Promise<T>;

/**
 * Connections to one PostgreSQL primary. Whatever runs here is safe to run again: an attempt that a lost
 * connection or a neighbour ended is repeated, also when nobody knows whether its COMMIT happened.
 */
export class Database {
  readonly #connections: Connections;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #availability: Availability;
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  constructor(url: string, { clock, logger, connections_max, silence_ms_max }: DatabaseOptions) {
    this.#clock = clock;
    this.#logger = logger;
    this.#connections = new Connections(clock, silence_ms_max, () => this.#connect(url, connections_max));
    this.#availability = new Availability(clock, logger, () => this.#probe());
  }

  get available(): boolean {
    return this.#availability.available;
  }

  /** One statement on its own. */
  query<T extends Row>(text: string, ...parameters: unknown[]): Promise<T[]> {
    return this.#run((sql) => sql.unsafe(text, parameters));
  }

  /** One UPDATE or DELETE on its own: how many rows it found. */
  change(text: string, ...parameters: unknown[]): Promise<number> {
    return this.#run(async (sql) => (await sql.unsafe(text, parameters)).affectedRows);
  }

  /** Statements that are committed together, or not at all when `work` rejects. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#run((sql, repeated) => attempt(sql, READ_COMMITTED, work, repeated));
  }

  /** Reads that all see one committed state. */
  snapshot<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#run((sql) => attempt(sql, SNAPSHOT, work, false));
  }

  /** Waits for what is under way: closing a connection would cancel it, and a COMMIT must never be cancelled. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#availability.close();
    await Promise.allSettled(this.#running);
    await this.#connections.close();
  }

  #connect(url: string, connections_max: number): SQL {
    return new SQL({
      ...readPostgresUrl(url),
      max: connections_max,
      connectionTimeout: CONNECT_S_MAX,
      connection: { application_name: "feiliao" },
      onclose: (failure) => {
        if (!this.#closed && kindOf(failure) === "unavailable") this.#availability.lost(failure);
      },
    });
  }

  #run<T>(attempt: Attempt<T>): Promise<T> {
    const running = this.#persist(attempt);
    this.#running.add(running);
    const ended = () => void this.#running.delete(running);
    running.then(ended, ended);
    return running;
  }

  /** Repeats an attempt while that can help. */
  async #persist<T>(attempt: Attempt<T>): Promise<T> {
    const deadline = this.#clock.now() + OUTAGE_MS_MAX;
    let repeated = false;
    for (let conflicts = 0; ; ) {
      try {
        return await this.#connections.use((sql) => attempt(sql, repeated));
      } catch (failure) {
        const kind = kindOf(failure);
        if (kind === "unforeseen") throw failure;
        if (kind === "unavailable") {
          repeated = true;
          this.#availability.lost(failure);
          if (await this.#recovered(deadline)) continue;
        }
        if (kind === "conflict" && ++conflicts <= CONFLICTS_MAX) continue;
        throw this.#storageFailed(failure);
      }
    }
  }

  async #recovered(deadline: number): Promise<boolean> {
    if (this.#closed || this.#clock.now() >= deadline) return false;
    return this.#availability.recovered(deadline);
  }

  /** A standby answers too, but takes no writes, and may be behind. */
  async #probe(): Promise<void> {
    const [row] = await this.#connections.use((sql) =>
      sql.unsafe<[{ standby: boolean }]>("SELECT pg_is_in_recovery() AS standby"),
    );
    if (row.standby) throw new Error("the server is a standby");
  }

  #storageFailed(failure: unknown) {
    this.#logger.error("the database refused, so nothing was acknowledged", {
      code: codeOf(failure),
      error: describeFailure(failure),
    });
    return storageFailed();
  }
}

async function attempt<T>(
  sql: SQL,
  begin: string,
  work: (transaction: Transaction) => Promise<T>,
  repeated: boolean,
): Promise<T> {
  const connection = await sql.reserve();
  try {
    const transaction = new Transaction(connection, repeated);
    const begun = connection.unsafe(begin).simple().execute();
    begun.catch(() => {}); // the statements after it fail too, and are looked at
    const result = await orRollBack(connection, async () => {
      const worked = await work(transaction);
      await transaction.settled();
      await begun;
      return worked;
    });
    await commit(connection);
    transaction.committed();
    return result;
  } finally {
    await connection.release();
  }
}

async function orRollBack<T>(connection: ReservedSQL, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (failure) {
    // A connection that is gone has rolled back by itself.
    if (kindOf(failure) !== "unavailable") {
      await connection
        .unsafe("ROLLBACK")
        .simple()
        .catch(() => {});
    }
    throw failure;
  }
}

/** No timeout and no cancellation here: a COMMIT that waits for a standby must not be given up half-way. */
async function commit(connection: ReservedSQL): Promise<void> {
  const { command } = await connection.unsafe("COMMIT").simple();
  // PostgreSQL answers a COMMIT after a failed statement with ROLLBACK, and not with an error.
  if (command !== "COMMIT") throw new Error(`COMMIT was answered with ${command}`);
}
