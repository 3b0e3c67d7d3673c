import type { Database } from "bun:sqlite";
import type { StagedRow } from "./entry-row.ts";

/** Two tables take turns: one is written while the other is merged. */
export const STAGE_TABLES = ["stage_a", "stage_b"] as const;
export type StageTable = (typeof STAGE_TABLES)[number];

export function otherTable(table: StageTable): StageTable {
  return table === "stage_a" ? "stage_b" : "stage_a";
}

/** Without an index: a commit adds to the end of one table and dirties no other page. */
const COLUMNS = `
  position INTEGER PRIMARY KEY,
  conversation_no INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  account_no INTEGER NOT NULL,
  device_no INTEGER NOT NULL,
  device_seq INTEGER,
  client_id TEXT NOT NULL,
  key_hash INTEGER NOT NULL,
  server_time INTEGER NOT NULL,
  chain INTEGER NOT NULL,
  content TEXT NOT NULL`;

export const STAGE_SCHEMA = `
  ${STAGE_TABLES.map((table) => `CREATE TABLE ${table} (${COLUMNS});`).join("\n")}
  CREATE TABLE stage_state (settled_position INTEGER NOT NULL);
  INSERT INTO stage_state VALUES (0);
`;

type RowValues = [
  ...[number, number, number, number, number, number | null],
  ...[string, number, number, number, string],
];

interface StageState {
  settled_position: number;
  history_seed: number | null;
}

/** The append-ordered tables of the live file: what is in them is durable, and not yet in the history. */
export class Stage {
  readonly #tables;
  readonly #state;
  readonly #pair;

  constructor(database: Database) {
    this.#tables = { stage_a: queriesOf(database, "stage_a"), stage_b: queriesOf(database, "stage_b") };
    this.#state = database.query<StageState, []>("SELECT * FROM stage_state");
    this.#pair = database.query<unknown, [number]>("UPDATE stage_state SET history_seed = ?");
  }

  /** Up to here everything is in the history, and the stage has let go of it. */
  get settled_position(): number {
    return this.#state.get()!.settled_position;
  }

  /** Key seed of the history that belongs to this file; null until it was opened with one. */
  get history_seed(): number | null {
    return this.#state.get()!.history_seed;
  }

  /** From now on this file goes with one history only. */
  pairWith(history_seed: number): void {
    this.#pair.run(history_seed);
  }

  /** Within a write only. */
  insert(table: StageTable, row: StagedRow): void {
    this.#tables[table].insert.run(
      row.position,
      row.conversation_no,
      row.seq,
      row.account_no,
      row.device_no,
      row.device_seq,
      row.client_id,
      row.key_hash,
      row.server_time,
      row.chain,
      row.content,
    );
  }

  /** Within a write only: what a row says is replaced. */
  setContent(table: StageTable, position: number, content: string): void {
    this.#tables[table].setContent.run(content, position);
  }

  /** In the order of the commits. */
  rows(table: StageTable): IterableIterator<StagedRow> {
    return this.#tables[table].rows.iterate();
  }

  /** Position of the last row that was ever committed, as far as this file knows. */
  get last_position(): number {
    return Math.max(this.settled_position, ...STAGE_TABLES.map((table) => this.lastPosition(table)));
  }

  /** 0 when the table is empty. */
  lastPosition(table: StageTable): number {
    return this.#tables[table].last.get()?.position ?? 0;
  }

  /** Within a write only, and only when the history holds all of it. */
  empty(table: StageTable): void {
    const { settle, empty } = this.#tables[table];
    settle.run();
    empty.run();
  }
}

function queriesOf(database: Database, table: StageTable) {
  return {
    insert: database.query<unknown, RowValues>(
      `INSERT INTO ${table} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    setContent: database.query<unknown, [string, number]>(
      `UPDATE ${table} SET content = ? WHERE position = ?`,
    ),
    rows: database.query<StagedRow, []>(`SELECT * FROM ${table} ORDER BY position`),
    last: database.query<{ position: number | null }, []>(`SELECT max(position) AS position FROM ${table}`),
    settle: database.query<unknown, []>(
      `UPDATE stage_state SET settled_position = max(settled_position, (SELECT coalesce(max(position), 0) FROM ${table}))`,
    ),
    // Without WHERE: SQLite frees the pages without visiting the rows ("truncate optimization").
    empty: database.query<unknown, []>(`DELETE FROM ${table}`),
  };
}
