import type { Database } from "bun:sqlite";

/**
 * The history: every merged entry, clustered by conversation and seq, so that a page of a log is a few
 * neighbouring pages of the file.
 *
 * - `entry.id` is conversation_no << 32 | seq. A rowid table keeps large rows out of its inner pages, which a
 *   WITHOUT ROWID table does not, and so stays flat.
 * - Keys are found by hash. New ones go to `entry_key_young`; what has gathered there moves on to `entry_key`
 *   one range of conversations at a time, many keys to a page. With one index, each key of a merge would
 *   dirty a page of its own.
 */
const SCHEMA = `
  CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    account_no INTEGER NOT NULL,
    device_no INTEGER NOT NULL,
    client_id TEXT NOT NULL,
    server_time INTEGER NOT NULL,
    chain INTEGER NOT NULL,
    content TEXT NOT NULL
  );
  CREATE TABLE entry_key_young (
    conversation_no INTEGER NOT NULL,
    key_hash INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (conversation_no, key_hash, seq)
  ) WITHOUT ROWID;
  CREATE TABLE entry_key (
    conversation_no INTEGER NOT NULL,
    key_hash INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (conversation_no, key_hash, seq)
  ) WITHOUT ROWID;
  CREATE TABLE device_position (
    conversation_no INTEGER NOT NULL,
    device_no INTEGER NOT NULL,
    device_seq INTEGER NOT NULL,
    PRIMARY KEY (conversation_no, device_no)
  ) WITHOUT ROWID;
  CREATE TABLE history_state (
    merged_position INTEGER NOT NULL,
    key_seed INTEGER NOT NULL,
    young_keys INTEGER NOT NULL,
    moved_conversation_no INTEGER NOT NULL
  );
`;

const VERSION = 1;

/** Makes the tables of a new history. @throws {Error} when they are a newer server's */
export function createHistory(database: Database, schema: "main" | "history", key_seed: number): void {
  const { user_version: version } = database
    .query<{ user_version: number }, []>(`PRAGMA ${schema}.user_version`)
    .get()!;
  if (version === VERSION) return;
  if (version > VERSION) {
    throw new Error(`the history has schema ${version}, newer than this server's ${VERSION}`);
  }
  database.transaction(() => {
    database.exec(SCHEMA.replaceAll("CREATE TABLE ", `CREATE TABLE ${schema}.`));
    database.exec(`INSERT INTO history_state VALUES (0, ${key_seed}, 0, 0)`);
    database.exec(`PRAGMA ${schema}.user_version = ${VERSION}`);
  })();
}

export interface HistoryState {
  /** Position of the last row of the stage that has been merged. */
  merged_position: number;
  /** See KeyHash. */
  key_seed: number;
  /** Rows of entry_key_young. */
  young_keys: number;
  /** Keys of the conversations after this one are the next to move on to entry_key. */
  moved_conversation_no: number;
}

export function historyState(database: Database): HistoryState {
  return database.query<HistoryState, []>("SELECT * FROM history_state").get()!;
}
