import type { Database } from "bun:sqlite";
import { carrierOf } from "@feiliao/protocol/numbers";
import { homeOf } from "../carriers/carrier.ts";
import { type HandsetSettings, handsetSettings, USUAL_HANDSET } from "../carriers/handset-settings.ts";
import type { Handset, HandsetMessage } from "../handset.ts";
import { nextRevision } from "./simulator-database.ts";

/** Beyond it the handsets that were quiet for longest go, their settings included. */
export interface HandsetLimits {
  handsets_max: number;
}

interface Row {
  number: string;
  settings: string | null;
  touched: number;
}

/** Which handsets there are, and how each is set. Every number is a handset, as usual, until it is told otherwise. */
export class HandsetStore {
  readonly #database: Database;
  readonly #handsets_max: number;
  readonly #lastOf: (number: string) => HandsetMessage | null;

  constructor(
    database: Database,
    { handsets_max }: HandsetLimits,
    lastOf: (number: string) => HandsetMessage | null,
  ) {
    this.#database = database;
    this.#handsets_max = handsets_max;
    this.#lastOf = lastOf;
  }

  settings(number: string): HandsetSettings {
    const row = this.#database
      .query<Pick<Row, "settings">, [string]>("SELECT settings FROM handset WHERE number = ?1")
      .get(number);
    return readSettings(row?.settings ?? null);
  }

  set(number: string, settings: HandsetSettings): Handset {
    return this.#database
      .transaction(() => {
        this.touch(number);
        this.#database
          .query("UPDATE handset SET settings = ?2 WHERE number = ?1")
          .run(number, JSON.stringify(settings));
        return this.handset(number);
      })
      .immediate();
  }

  /** Within the transaction that changes something on it. */
  touch(number: string): number {
    const revision = nextRevision(this.#database);
    this.#database
      .query(
        "INSERT INTO handset VALUES (?1, NULL, ?2) ON CONFLICT (number) DO UPDATE SET touched = excluded.touched",
      )
      .run(number, revision);
    this.#forgetTheOldest();
    return revision;
  }

  handset(number: string): Handset {
    const settings = this.settings(number);
    return {
      number,
      prefix_carrier: carrierOf(number),
      carrier: homeOf(number, settings.ported_to),
      settings,
      last_message: this.#lastOf(number),
    };
  }

  /** The one that was busy last first. */
  handsets(): Handset[] {
    return this.changedAfter(0).reverse();
  }

  changedAfter(revision: number): Handset[] {
    return this.#database
      .query<Pick<Row, "number">, [number]>("SELECT number FROM handset WHERE touched > ?1 ORDER BY touched")
      .all(revision)
      .map(({ number }) => this.handset(number));
  }

  #forgetTheOldest(): void {
    this.#database
      .query(
        `DELETE FROM handset WHERE touched <=
           (SELECT touched FROM handset ORDER BY touched DESC LIMIT 1 OFFSET ?1)`,
      )
      .run(this.#handsets_max);
  }
}

function readSettings(stored: string | null): HandsetSettings {
  if (stored === null) return USUAL_HANDSET;
  return handsetSettings.parse(JSON.parse(stored));
}
