import type { Database } from "bun:sqlite";
import type { Part } from "../carriers/journey.ts";
import type { MessageStore, StoredMessage } from "./message-store.ts";

/** Parts that come later than this after the first are another message. */
const TOGETHER_MS = 10 * 60_000;
const GAP = "…";

/**
 * Shows parts on a handset: a long message grows as its parts come. Each method runs within a transaction.
 */
export class LongMessages {
  readonly #database: Database;
  readonly #messages: MessageStore;

  constructor(database: Database, messages: MessageStore) {
    this.#database = database;
    this.#messages = messages;
  }

  show(part: Part, at: number): StoredMessage {
    if (part.parts === 1) return this.#begin(part, at, part.text, 0);
    const begun = this.#waitingFor(part, at);
    const id = begun ?? this.#begin(part, at, part.text, part.parts - 1).id;
    this.#database
      .query("INSERT INTO fragment VALUES (?1, ?2, ?3)")
      .run(id, part.part, Buffer.from(part.text, "utf16le"));
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
      .query<{ part: number; text: Uint8Array }, [number]>(
        "SELECT part, text FROM fragment WHERE message_id = ?1",
      )
      .all(id);
    const texts = new Map(fragments.map(({ part, text }) => [part, Buffer.from(text).toString("utf16le")]));
    const whole = Array.from({ length: parts }, (_, index) => texts.get(index + 1) ?? GAP).join("");
    const missing = parts - texts.size;
    if (missing === 0) this.#database.query("DELETE FROM fragment WHERE message_id = ?1").run(id);
    return this.#messages.grow(id, number, { text: whole.toWellFormed(), missing, part_id });
  }
}
