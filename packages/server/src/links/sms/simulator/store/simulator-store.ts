import type { Database } from "bun:sqlite";
import type { SimulatorChange } from "../handset.ts";
import { BillStore } from "./bill-store.ts";
import { CarrierStore } from "./carrier-store.ts";
import { type HandsetLimits, HandsetStore } from "./handset-store.ts";
import { LongMessages } from "./long-messages.ts";
import { asHandsetMessage, type MessageLimits, MessageStore } from "./message-store.ts";
import { type PartLimits, PartStore } from "./part-store.ts";
import { openSimulatorDatabase } from "./simulator-database.ts";

export type StoreLimits = HandsetLimits & MessageLimits & PartLimits;

/** Everything that the carrier in a box knows, in one file. */
export class SimulatorStore {
  readonly handsets: HandsetStore;
  readonly messages: MessageStore;
  readonly long: LongMessages;
  readonly parts: PartStore;
  readonly carriers: CarrierStore;
  readonly bill: BillStore;
  readonly #database: Database;

  constructor(path: string, now: () => number, limits: StoreLimits) {
    this.#database = openSimulatorDatabase(path);
    this.messages = new MessageStore(this.#database, limits, now, (number) => this.handsets.touch(number));
    this.handsets = new HandsetStore(this.#database, limits, (number) => this.messages.last(number));
    this.long = new LongMessages(this.#database, this.messages);
    this.parts = new PartStore(this.#database, limits);
    this.carriers = new CarrierStore(this.#database);
    this.bill = new BillStore(this.#database);
  }

  transaction<T>(action: () => T): T {
    return this.#database.transaction(action).immediate();
  }

  /** Another number than before: another node has changed something. */
  neighboursVersion(): number {
    return this.#database.query<{ data_version: number }, []>("PRAGMA data_version").get()!.data_version;
  }

  revision(): number {
    return this.#database.query<{ last: number }, []>("SELECT last FROM revision").get()!.last;
  }

  /** What has changed since that revision, each as it is now. */
  changesAfter(revision: number): SimulatorChange[] {
    return [
      ...this.handsets.changedAfter(revision).map((handset) => ({ type: "handset" as const, handset })),
      ...this.messages.changedAfter(revision).map((row) => ({
        ...{ type: "message" as const, number: row.number, message: asHandsetMessage(row) },
      })),
      ...this.carriers.changedAfter(revision).map((carrier) => ({ type: "carrier" as const, carrier })),
    ];
  }

  close(): void {
    this.#database.close();
  }
}
