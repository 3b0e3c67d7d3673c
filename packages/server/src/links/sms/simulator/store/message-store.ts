import type { Database } from "bun:sqlite";
import type { Part } from "../carriers/journey.ts";
import type { HandsetMessage } from "../handset.ts";

export interface MessageLimits {
  messages_per_handset_max: number;
}

export interface StoredMessage {
  id: number;
  number: string;
  sender: string;
  recipient: string;
  text: string;
  ref: number | null;
  parts: number;
  missing: number;
  at: number;
  state: HandsetMessage["state"];
  /** The part that came last; null in what the handset wrote. */
  part_id: number | null;
  revision: number;
}

export type NewMessage = Omit<StoredMessage, "id" | "revision">;

const WAIT_MS = 10_000;
const SHOWN = "(missing = 0 OR at <= ?2)";

/** What stands on the handsets; the oldest goes when there is too much. */
export class MessageStore {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #touch: (number: string) => number;
  readonly #per_handset_max: number;

  /** @param touch notes a change on a handset, and returns its revision */
  constructor(
    database: Database,
    { messages_per_handset_max }: MessageLimits,
    now: () => number,
    touch: (number: string) => number,
  ) {
    this.#database = database;
    this.#now = now;
    this.#touch = touch;
    this.#per_handset_max = messages_per_handset_max;
  }

  /** Within a transaction. */
  insert(message: NewMessage): StoredMessage {
    const { number, sender, recipient, text, ref, parts, missing, at, state, part_id } = message;
    const revision = this.#touch(number);
    const stored = this.#database
      .query<StoredMessage, (string | number | null)[]>(
        `INSERT INTO message (number, sender, recipient, text, ref, parts, missing, at, state, part_id, revision)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING *`,
      )
      .get(number, sender, recipient, text, ref, parts, missing, at, state, part_id, revision)!;
    this.#forgetTheOldest(number);
    return stored;
  }

  add(message: NewMessage): StoredMessage {
    return this.#database.transaction(() => this.insert(message)).immediate();
  }

  /** Another part of it has come. Within a transaction. */
  grow(
    id: number,
    number: string,
    grown: Pick<StoredMessage, "text" | "missing" | "part_id">,
  ): StoredMessage {
    return this.#database
      .query<StoredMessage, (string | number | null)[]>(
        `UPDATE message SET text = ?2, missing = ?3, part_id = ?4, revision = ?5
          WHERE id = ?1 RETURNING *`,
      )
      .get(id, grown.text, grown.missing, grown.part_id, this.#touch(number))!;
  }

  /** Null when it is not kept any more. */
  setState(id: number, number: string, state: HandsetMessage["state"]): StoredMessage | null {
    return this.#database
      .transaction(() =>
        this.#database
          .query<StoredMessage, [number, string, number]>(
            "UPDATE message SET state = ?2, revision = ?3 WHERE id = ?1 RETURNING *",
          )
          .get(id, state, this.#touch(number)),
      )
      .immediate();
  }

  /** A part is reported: what it is shown as is delivered, a long message with any of its parts. Within a transaction. */
  setDelivered({ id, number, sender, ref, parts }: Part): StoredMessage[] {
    return this.#database
      .query<StoredMessage, (string | number | null)[]>(
        `UPDATE message SET state = 'delivered', revision = ?6
          WHERE number = ?2 AND state = 'arrived'
            AND (part_id = ?1 OR (sender = ?3 AND ref = ?4 AND parts = ?5)) RETURNING *`,
      )
      .all(id, number, sender, ref, parts, this.#touch(number));
  }

  /** The oldest first. */
  messages(number: string): HandsetMessage[] {
    return this.#database
      .query<StoredMessage, [string, number]>(
        `SELECT * FROM message WHERE number = ?1 AND ${SHOWN} ORDER BY id`,
      )
      .all(number, this.#now() - WAIT_MS)
      .map(asHandsetMessage);
  }

  last(number: string): HandsetMessage | null {
    const row = this.#database
      .query<StoredMessage, [string, number]>(
        `SELECT * FROM message WHERE number = ?1 AND ${SHOWN} ORDER BY id DESC LIMIT 1`,
      )
      .get(number, this.#now() - WAIT_MS);
    return row && asHandsetMessage(row);
  }

  changedAfter(revision: number): StoredMessage[] {
    return this.#database
      .query<StoredMessage, [number, number]>(
        `SELECT * FROM message WHERE revision > ?1 AND ${SHOWN} ORDER BY revision`,
      )
      .all(revision, this.#now() - WAIT_MS);
  }

  /** Whether the handset shows it: it waits a while for the parts that a message lacks. */
  isShown({ missing, at }: StoredMessage): boolean {
    return missing === 0 || at <= this.#now() - WAIT_MS;
  }

  #forgetTheOldest(number: string): void {
    this.#database
      .query(
        `DELETE FROM message WHERE number = ?1 AND id <=
           (SELECT id FROM message WHERE number = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
      )
      .run(number, this.#per_handset_max);
  }
}

export function asHandsetMessage(row: StoredMessage): HandsetMessage {
  const { id, sender, recipient, text, parts, missing, at, state } = row;
  return { id, from: sender, to: recipient, text, parts, missing, at, state };
}
