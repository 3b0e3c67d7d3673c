import { type ReservedSQL, SQL } from "bun";
import type { Clock } from "../../platform/clock.ts";
import { describeFailure, type Logger } from "../../platform/logger.ts";
import type { Random } from "../../platform/random.ts";
import { Availability } from "./availability.ts";
import { codeOf, kindOf, storageFailed } from "./failures.ts";
import { readPostgresUrl } from "./postgres-url.ts";
import { sessionsAtWork } from "./sessions-at-work.ts";
import { SilenceWatch } from "./silence.ts";
import { type Row, Transaction } from "./transaction.ts";

/** How long an outage is waited out before the caller is told to come back. */
const OUTAGE_MS_MAX = 5_000;
/** Deadlocks and serialization failures in a row before it is taken for a fault. */
const CONFLICTS_MAX = 20;
/** A heal in the middle of an attempt to connect is noticed when that has ended, within the five seconds of D9. */
const CONNECT_S_MAX = 3;
const NAME_BYTES = 6;

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
  random: Random;
  connections_max: number;
}

/** `repeated`: an earlier attempt may have been committed. */
type Attempt<T> = (sql: SQL, repeated: boolean) => Promise<T>;

/** The connections of one time, and the name by which the server knows their sessions. */
interface Pool {
  sql: SQL;
  name: string;
}

/**
 * Connections to one PostgreSQL primary. Whatever runs here is safe to run again: an attempt that a lost
 * connection or a neighbour ended is repeated, also when nobody knows whether its COMMIT happened.
 */
export class Database {
  readonly #url: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #random: Random;
  readonly #connections_max: number;
  readonly #availability: Availability;
  readonly #silence: SilenceWatch;
  readonly #running = new Set<Promise<unknown>>();
  #pool: Pool;
  #closed = false;

  constructor(url: string, { clock, logger, random, connections_max }: DatabaseOptions) {
    this.#url = url;
    this.#clock = clock;
    this.#logger = logger;
    this.#random = random;
    this.#connections_max = connections_max;
    this.#availability = new Availability(clock, logger, () => this.#probe());
    this.#silence = new SilenceWatch({
      clock,
      logger,
      connections_max,
      sessionsAtWork: () => sessionsAtWork(url, this.#pool.name, clock),
      onSilence: () => this.#renew(),
    });
    this.#pool = this.#connect();
  }

  get available(): boolean {
    return this.#availability.available;
  }

  /** One statement on its own. */
  query<T extends Row>(text: string, ...parameters: unknown[]): Promise<T[]> {
    return this.#run((sql) => this.#ask(sql, text, parameters));
  }

  /** One UPDATE or DELETE on its own: how many rows it found. */
  change(text: string, ...parameters: unknown[]): Promise<number> {
    return this.#run(async (sql) => (await this.#ask(sql, text, parameters)).affectedRows);
  }

  /** Statements that are committed together, or not at all when `work` rejects. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#run((sql, repeated) => this.#attempt(sql, READ_COMMITTED, work, repeated));
  }

  /** Reads that all see one committed state. */
  snapshot<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#run((sql) => this.#attempt(sql, SNAPSHOT, work, false));
  }

  /** Waits for what is under way, so that it is answered. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#availability.close();
    await Promise.allSettled(this.#running);
    this.#silence.close();
    await this.#pool.sql.close();
  }

  #connect(): Pool {
    const name = `feiliao ${Buffer.from(this.#random.bytes(NAME_BYTES)).toString("hex")}`;
    const sql = new SQL({
      ...readPostgresUrl(this.#url),
      max: this.#connections_max,
      connectionTimeout: CONNECT_S_MAX,
      connection: { application_name: name },
      onclose: (failure) => {
        if (!this.#closed && kindOf(failure) === "unavailable") this.#availability.lost(failure);
      },
    });
    return { sql, name };
  }

  /**
   * Takes new connections; what waits on the old ones fails as on a lost connection, and is asked again. That
   * cancels nothing: the server finishes what it is at, a COMMIT that waits for a standby as well.
   */
  #renew(): void {
    this.#logger.warn("the database has fallen silent; connecting anew");
    const { sql } = this.#pool;
    this.#pool = this.#connect();
    void sql.close({ timeout: 0 });
  }

  /** One statement on any connection. */
  #ask(sql: SQL, text: string, parameters: unknown[] = []) {
    return this.#silence.over({}, sql.unsafe(text, parameters));
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
        return await attempt(this.#pool.sql, repeated);
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
    const [row] = await this.#ask(this.#pool.sql, "SELECT pg_is_in_recovery() AS standby");
    if (row.standby) throw new Error("the server is a standby");
  }

  #storageFailed(failure: unknown) {
    this.#logger.error("the database refused, so nothing was acknowledged", {
      code: codeOf(failure),
      error: describeFailure(failure),
    });
    return storageFailed();
  }

  async #attempt<T>(
    sql: SQL,
    begin: string,
    work: (transaction: Transaction) => Promise<T>,
    repeated: boolean,
  ): Promise<T> {
    const connection = await sql.reserve();
    try {
      const transaction = new Transaction(connection, this.#silence, repeated);
      const begun = transaction.run(begin);
      begun.catch(() => {}); // the statements after it fail too, and are looked at
      const result = await orRollBack(connection, async () => {
        const worked = await work(transaction);
        await transaction.settled();
        await begun;
        return worked;
      });
      await this.#silence.over(connection, commit(connection));
      transaction.committed();
      return result;
    } finally {
      await connection.release();
    }
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
