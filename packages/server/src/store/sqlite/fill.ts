import type { Database } from "bun:sqlite";
import type { AccountId, ConversationId, DeviceId, EntryContent } from "@feiliao/protocol";
import { CHAIN_START, chainOf } from "../../conversation/chain.ts";
import { silentLogger } from "../../platform/logger.ts";
import { Directory } from "./directory.ts";
import { folderLock } from "./folder-lock.ts";
import { KeyHash } from "./log/entry-row.ts";
import { History, NO_SNAPSHOT } from "./log/history.ts";
import { historyState } from "./log/history-schema.ts";
import { openHistory, openLive, pathsBeside } from "./open-database.ts";
import { sqliteStore } from "./sqlite-store.ts";

/** Entries for the end of one log, in their order. Nothing hangs on them: no pictures, no talks. */
export interface Filling {
  conversation_id: ConversationId;
  entries: Iterable<FilledEntry>;
}

export interface FilledEntry {
  account_id: AccountId;
  device_id: DeviceId;
  client_id: string;
  server_time: number;
  content: EntryContent;
}

const ROWS_PER_COMMIT = 262_144;

/**
 * Appends millions of entries to the logs of a stopped server, straight into its history. An entry whose key is
 * known is skipped (D2), so that an interrupted fill may be repeated. Fastest with the conversations in the order
 * in which they were opened. Resolves to the number of entries that were added.
 *
 * @throws {Error} when a server runs on the folder, or a conversation, account or device does not exist
 */
export async function fillHistory(path: string, fillings: Iterable<Filling>): Promise<number> {
  const store = sqliteStore(path, silentLogger); // brings the files to the newest schema
  await store.settle();
  await store.close();
  const paths = pathsBeside(path);
  const unlock = folderLock(paths.lock);
  const live = openLive(paths.live);
  const database = openHistory(paths.history);
  try {
    return new Fill(live, database).run(fillings);
  } finally {
    database.close();
    live.close();
    unlock();
  }
}

class Fill {
  readonly #database: Database;
  readonly #directory: Directory;
  readonly #history: History;
  readonly #keys: KeyHash;
  readonly #queries;
  #rows = 0;

  constructor(live: Database, database: Database) {
    this.#database = database;
    this.#directory = new Directory(live);
    this.#history = new History(database, NO_SNAPSHOT);
    this.#keys = new KeyHash(historyState(database).key_seed);
    this.#queries = {
      conversation: live.query<{ no: number }, [string]>("SELECT no FROM conversation WHERE id = ?"),
      entry: database.query<unknown, [number, number, number, number, string, number, number, string]>(
        "INSERT INTO entry VALUES (?1 << 32 | ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      ),
      key: database.query<unknown, [number, number, number]>("INSERT INTO entry_key VALUES (?, ?, ?)"),
    };
  }

  run(fillings: Iterable<Filling>): number {
    this.#database.exec("BEGIN");
    for (const filling of fillings) this.#append(filling);
    this.#commit();
    return this.#rows;
  }

  #append({ conversation_id, entries }: Filling): void {
    const conversation_no = this.#queries.conversation.get(conversation_id)?.no;
    if (conversation_no === undefined) throw new Error(`there is no conversation ${conversation_id}`);
    const last = this.#history.last(conversation_no);
    let { seq, chain, server_time } = last ?? { seq: 0, chain: CHAIN_START, server_time: 0 };
    for (const entry of entries) {
      const { account_no, device_no } = this.#sender(entry);
      const key = this.#keys.keyOf(conversation_no, account_no, entry.client_id);
      if (this.#history.find(key)) continue;
      server_time = Math.max(server_time, entry.server_time);
      chain = chainOf(chain, { ...entry, server_time });
      const content = JSON.stringify(entry.content);
      seq++;
      this.#queries.entry.run(
        conversation_no,
        seq,
        account_no,
        device_no,
        entry.client_id,
        server_time,
        chain,
        content,
      );
      this.#queries.key.run(conversation_no, key.key_hash, seq);
      if (++this.#rows % ROWS_PER_COMMIT === 0) this.#commitAndGoOn();
    }
  }

  #sender({ account_id, device_id }: FilledEntry): { account_no: number; device_no: number } {
    const account_no = this.#directory.accountNo(account_id);
    const device_no = this.#directory.deviceNo(device_id);
    if (account_no === null || device_no === null)
      throw new Error(`there is no ${account_id} on ${device_id}`);
    return { account_no, device_no };
  }

  #commitAndGoOn(): void {
    this.#commit();
    this.#database.exec("BEGIN");
  }

  #commit(): void {
    this.#database.exec("COMMIT");
    this.#database.exec("PRAGMA wal_checkpoint(PASSIVE)");
  }
}
