import { Database } from "bun:sqlite";
import { carrierOf } from "@feiliao/protocol/numbers";
import type { Handset, HandsetMessage } from "./handset.ts";
import { HANDSET_SCHEMA } from "./handset-schema.ts";

/** How much is kept; beyond it the oldest messages go, and the handsets that were quiet for longest. */
export interface HandsetLimits {
  handsets_max: number;
  messages_per_handset_max: number;
}

/** An SMS without what becomes of it. */
export interface Parcel {
  number: string;
  carrier_message_id: string;
  sender: string;
  text: string;
}

export interface StoredMessage extends Parcel {
  id: number;
  at: number;
  state: HandsetMessage["state"];
}

/** An SMS that the carrier still holds. */
export interface TravellingSms extends Parcel {
  id: number;
  arrives_at: number;
}

/**
 * The virtual handsets, in a SQLite file of their own, which several nodes may share. Commits are not synced: what
 * a power cut takes from a handset was promised to nobody.
 */
export class HandsetStore {
  readonly #database: Database;
  readonly #limits: HandsetLimits;

  /** @param path a file, or ":memory:" */
  constructor(path: string, limits: HandsetLimits) {
    this.#limits = limits;
    this.#database = new Database(path, { create: true, strict: true });
    this.#database.exec(
      "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = wal; PRAGMA synchronous = NORMAL;",
    );
    this.#database.exec("PRAGMA foreign_keys = ON;");
    this.#database.exec(HANDSET_SCHEMA);
  }

  add(message: Omit<StoredMessage, "id">): StoredMessage {
    return this.#database.transaction(() => this.#insert(message)).immediate();
  }

  setState(id: number, state: HandsetMessage["state"]): void {
    this.#database.query("UPDATE message SET state = ?2 WHERE id = ?1").run(id, state);
  }

  depart(sms: Omit<TravellingSms, "id">): TravellingSms {
    const { number, carrier_message_id, sender, text, arrives_at } = sms;
    const { id } = this.#database
      .query<{ id: number }, [string, string, string, string, number]>(
        `INSERT INTO travelling (number, carrier_message_id, sender, text, arrives_at)
         VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id`,
      )
      .get(number, carrier_message_id, sender, text, arrives_at)!;
    return { ...sms, id };
  }

  /** Null when another node has seen to it. */
  arrive({ id, arrives_at: _, ...parcel }: TravellingSms, at: number): StoredMessage | null {
    return this.#database
      .transaction(() => {
        const { changes } = this.#database.query("DELETE FROM travelling WHERE id = ?1").run(id);
        return changes === 0 ? null : this.#insert({ ...parcel, at, state: "arrived" });
      })
      .immediate();
  }

  travelling(): TravellingSms[] {
    return this.#database.query<TravellingSms, []>("SELECT * FROM travelling ORDER BY arrives_at, id").all();
  }

  /** SMS on a handset that the carrier has not reported yet. */
  unreported(): StoredMessage[] {
    return this.#database
      .query<StoredMessage, []>("SELECT * FROM message WHERE state = 'arrived' ORDER BY id")
      .all();
  }

  /** What is on the handset, the oldest first. */
  messages(number: string): HandsetMessage[] {
    return this.#database
      .query<StoredMessage, [string]>("SELECT * FROM message WHERE number = ?1 ORDER BY id")
      .all(number)
      .map(asHandsetMessage);
  }

  /** Every handset with its last message, the one that was busy last first. */
  handsets(): Handset[] {
    return this.#database
      .query<StoredMessage, []>(
        "SELECT message.* FROM handset JOIN message ON message.id = touched ORDER BY touched DESC",
      )
      .all()
      .map(asHandset);
  }

  /** Another number than before: another node has changed something. */
  neighboursVersion(): number {
    return this.#database.query<{ data_version: number }, []>("PRAGMA data_version").get()!.data_version;
  }

  /** Up to this message, none changes its state any more. */
  settledUpTo(): number {
    return this.#database
      .query<{ id: number }, []>(
        `SELECT ifnull((SELECT min(id) - 1 FROM message WHERE state IN ('arrived', 'sending')),
                       (SELECT ifnull(max(id), 0) FROM message)) AS id`,
      )
      .get()!.id;
  }

  messagesAfter(id: number): StoredMessage[] {
    return this.#database
      .query<StoredMessage, [number]>("SELECT * FROM message WHERE id > ?1 ORDER BY id")
      .all(id);
  }

  close(): void {
    this.#database.close();
  }

  #insert(message: Omit<StoredMessage, "id">): StoredMessage {
    const { number, carrier_message_id, sender, text, at, state } = message;
    this.#database.query("INSERT INTO handset VALUES (?1, 0) ON CONFLICT DO NOTHING").run(number);
    const { id } = this.#database
      .query<{ id: number }, [string, string, string, string, number, string]>(
        `INSERT INTO message (number, carrier_message_id, sender, text, at, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id`,
      )
      .get(number, carrier_message_id, sender, text, at, state)!;
    this.#database.query("UPDATE handset SET touched = ?2 WHERE number = ?1").run(number, id);
    this.#forgetTheOldest(number);
    return { ...message, id };
  }

  #forgetTheOldest(number: string): void {
    this.#database
      .query(
        `DELETE FROM message WHERE number = ?1 AND id <=
           (SELECT id FROM message WHERE number = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
      )
      .run(number, this.#limits.messages_per_handset_max);
    this.#database
      .query(
        `DELETE FROM handset WHERE touched <=
           (SELECT touched FROM handset ORDER BY touched DESC LIMIT 1 OFFSET ?1)`,
      )
      .run(this.#limits.handsets_max);
  }
}

export function asHandsetMessage({ id, number, sender, text, at, state }: StoredMessage): HandsetMessage {
  return { id, from: sender, text, at, state, carrier: carrierOf(number) };
}

function asHandset(last: StoredMessage): Handset {
  return { number: last.number, carrier: carrierOf(last.number), last_message: asHandsetMessage(last) };
}
