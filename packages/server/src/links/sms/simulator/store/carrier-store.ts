import type { Database } from "bun:sqlite";
import type { CarrierId } from "../carriers/carrier.ts";
import { type CarrierSettings, carrierSettings, usualCarrier } from "../carriers/carrier-settings.ts";
import { nextRevision } from "./simulator-database.ts";

/** How each carrier is set, and what they share. */
export class CarrierStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  settings(carrier: CarrierId): CarrierSettings {
    const row = this.#database
      .query<{ settings: string }, [string]>("SELECT settings FROM carrier WHERE id = ?1")
      .get(carrier);
    return row ? carrierSettings.parse(JSON.parse(row.settings)) : usualCarrier(carrier);
  }

  set(carrier: CarrierId, settings: CarrierSettings): void {
    this.#database
      .transaction(() =>
        this.#database
          .query("INSERT OR REPLACE INTO carrier VALUES (?1, ?2, ?3)")
          .run(carrier, JSON.stringify(settings), nextRevision(this.#database)),
      )
      .immediate();
  }

  changedAfter(revision: number): CarrierId[] {
    return this.#database
      .query<{ id: CarrierId }, [number]>("SELECT id FROM carrier WHERE revision > ?1")
      .all(revision)
      .map(({ id }) => id);
  }

  /** Kept under this name, by whichever node needed it first. */
  secret(name: string, fresh: () => string): string {
    this.#database.query("INSERT INTO secret VALUES (?1, ?2) ON CONFLICT DO NOTHING").run(name, fresh());
    return this.#database
      .query<{ value: string }, [string]>("SELECT value FROM secret WHERE name = ?1")
      .get(name)!.value;
  }
}
