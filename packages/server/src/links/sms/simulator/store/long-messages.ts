import type { Database } from "bun:sqlite";
import type { Part } from "../carriers/journey.ts";
import { type PartBody, textOf } from "../carriers/part-body.ts";
import type { MessageStore, StoredMessage } from "./message-store.ts";

/** Parts that come later than this after the first are another message. */
const TOGETHER_MS = 10 * 60_000;

/**
 * Shows parts on a handset: a long message grows as its parts come, and is shown when it is whole or nothing more came for a while. Each method runs within a transaction.
 */
export class LongMessages {
  readonly #database: Database;
  readonly #messages: MessageStore;

  constructor(database: Database, messages: MessageStore) {
    this.#database = database;
    this.#messages = messages;
  }

  show(part: Part, at: number): StoredMessage {
    const { body, parts } = part;
    if (parts === 1) return this.#begin(part, at, textOf([body]), 0);
    const id = this.#waitingFor(part, at) ?? this.#begin(part, at, "", parts).id;
    this.#database
      .query("INSERT INTO fragment VALUES (?1, ?2, ?3, ?4)")
      .run(id, part.part, body.coding, body.content);
    return this.#joined(id, part);
  }

  #begin({ id, number, sender, ref, parts }: Part, at: number, text: string, missing: number): StoredMessage {
    const message = { number, sender, recipient: number, text, ref, parts, missing, at };
    return this.#messages.insert({ ...message, state: "arrived", part_id: id });
  }

  /** The message on the handset that lacks this part. */
  #waitingFor({ number, sender, ref, part, parts }: Part, at: number): number | null {
    const found = this.#database
      .query<{ id: number }, [string, string, number | null, number, number, number]>(
        `SELECT id FROM message
          WHERE number = ?1 AND sender = ?2 AND ref IS ?3 AND parts = ?4 AND missing > 0 AND at > ?5
            AND NOT EXISTS (SELECT 1 FROM fragment WHERE message_id = message.id AND part = ?6)
          ORDER BY id LIMIT 1`,
      )
      .get(number, sender, ref, parts, at - TOGETHER_MS, part);
    return found?.id ?? null;
  }

  #joined(id: number, { id: part_id, number, parts }: Part): StoredMessage {
    const fragments = this.#database
      .query<{ part: number } & PartBody, [number]>(
        "SELECT part, coding, content FROM fragment WHERE message_id = ?1",
      )
      .all(id);
    const there = new Map(fragments.map((fragment) => [fragment.part, fragment]));
    const text = textOf(Array.from({ length: parts }, (_, index) => there.get(index + 1) ?? null));
    const missing = parts - there.size;
    if (missing === 0) this.#database.query("DELETE FROM fragment WHERE message_id = ?1").run(id);
    return this.#messages.grow(id, number, { text: text.toWellFormed(), missing, part_id });
  }
}
