import type { SubmitOutcome } from "@feiliao/sms";
import { units } from "@feiliao/sms/text";
import type { Clock } from "../../../../platform/clock.ts";
import type { Random } from "../../../../platform/random.ts";
import { type ChangeListener, Changes } from "../changes.ts";
import type { Handset, HandsetMessage } from "../handset.ts";
import type { BillLine, BillSum } from "../store/bill-store.ts";
import type { StoredMessage } from "../store/message-store.ts";
import { SimulatorStore, type StoreLimits } from "../store/simulator-store.ts";
import type { AccountName } from "./account.ts";
import type { CarrierId } from "./carrier.ts";
import { type CarrierChange, type CarrierSettings, carrierSettings } from "./carrier-settings.ts";
import { type HandsetChange, handsetSettings } from "./handset-settings.ts";
import { Journeys } from "./journeys.ts";
import type { Line } from "./line.ts";
import { Lines } from "./lines.ts";
import { type Submission, Submits } from "./submits.ts";
import { Writing } from "./writing.ts";

export interface CarriersOptions {
  /** The SQLite file of the handsets, which nodes on one machine may share, or ":memory:". */
  path: string;
  clock: Clock;
  random: Random;
  limits?: Partial<CarriersLimits>;
}

export interface CarriersLimits extends StoreLimits {
  /** Parts that are on their way or wait for something; further ones are refused as throttled. */
  in_transit_max: number;
}

const LIMITS: CarriersLimits = {
  handsets_max: 1_000,
  messages_per_handset_max: 100,
  bill_parts_max: 200_000,
  in_transit_max: 10_000,
};
/** How long somebody takes to answer who answers everything. */
const AUTO_REPLY_AFTER_MS = 1_000;

/**
 * The carriers in a box, and all the handsets there are: they exist only here, so sign-up works without a contract. An
 * SMS is on its handset before the submit is answered and is reported shortly after, unless the settings of its handset or
 * its carrier, or the number itself (`MAGIC_NUMBERS`), make it go wrong.
 */
export class Carriers {
  readonly clock: Clock;
  readonly #store: SimulatorStore;
  readonly #changes: Changes;
  readonly #lines = new Lines();
  readonly #journeys: Journeys;
  readonly #submits: Submits;
  readonly #writing: Writing;
  readonly #replies = new Set<unknown>();
  #closed = false;

  constructor({ path, clock, random, limits = {} }: CarriersOptions) {
    const { in_transit_max, ...kept } = { ...LIMITS, ...limits };
    const store = new SimulatorStore(path, () => clock.now(), kept);
    const changes = new Changes(store, clock, () => this.#journeys.goOn());
    const lineOf = (carrier: CarrierId) => this.#lines.of(carrier);
    this.clock = clock;
    this.#store = store;
    this.#changes = changes;
    const onArrival = (message: StoredMessage) => this.#autoReply(message);
    this.#journeys = new Journeys({ store, changes, clock, lineOf, onArrival });
    const onAccepted = () => this.#journeys.goOn();
    this.#submits = new Submits({ store, clock, random, in_transit_max, onAccepted });
    const partsOf = (text: string) => units(text, { gsm7: true });
    store.parts.recover(clock.now());
    this.#writing = new Writing({ store, changes, clock, lineOf, partsOf });
  }

  /** A way back from a carrier, taken before those that were there. What was under way goes on. */
  connect(carrier: CarrierId, line: Line): void {
    this.#lines.connect(carrier, line);
    this.#journeys.goOn();
  }

  async submit(submission: Submission): Promise<SubmitOutcome> {
    if (this.#closed) return { outcome: "refused", refusal: "closed", code: "simulator:closed" };
    return this.#submits.submit(submission);
  }

  /** Somebody writes on the handset. Resolves when it has been taken, or has not. */
  write(number: string, to: string, text: string): Promise<HandsetMessage> {
    return this.#writing.write(number, to, text);
  }

  handset(number: string): Handset {
    return this.#store.handsets.handset(number);
  }

  handsets(): Handset[] {
    return this.#store.handsets.handsets();
  }

  messages(number: string): HandsetMessage[] {
    return this.#store.messages.messages(number);
  }

  /** The number that the handset heard from last; null: none so far. */
  lastSender(number: string): string | null {
    return this.messages(number).findLast(({ from }) => from !== number)?.from ?? null;
  }

  setHandset(number: string, change: HandsetChange): Handset {
    const settings = handsetSettings.parse({ ...this.#store.handsets.settings(number), ...change });
    const handset = this.#store.handsets.set(number, settings);
    this.#changes.tell({ type: "handset", handset });
    if (settings.line !== "off") this.#store.parts.wake(number, this.clock.now());
    this.#journeys.goOn();
    return handset;
  }

  settings(carrier: CarrierId): CarrierSettings {
    return this.#store.carriers.settings(carrier);
  }

  setCarrier(carrier: CarrierId, change: CarrierChange): CarrierSettings {
    const settings = carrierSettings.parse({ ...this.settings(carrier), ...change });
    this.#store.carriers.set(carrier, settings);
    this.#changes.tell({ type: "carrier", carrier });
    return settings;
  }

  /** The newest lines first, those before the one with this id. */
  bill(carrier: CarrierId, account: AccountName, before: number, lines_max: number): BillLine[] {
    return this.#store.bill.lines(carrier, account, before, lines_max);
  }

  billSum(carrier: CarrierId, account: AccountName): BillSum {
    return this.#store.bill.sum(carrier, account);
  }

  /** How many parts are on their way, wait for a handset, or have a report to come. */
  get underWay(): number {
    return this.#store.parts.underWay() + this.#store.parts.offered();
  }

  /** Kept with the handsets under this name. */
  secret(name: string, fresh: () => string): string {
    return this.#store.carriers.secret(name, fresh);
  }

  /** Calls the listener whenever something changes. Returns how to stop. */
  onChange(listener: ChangeListener): () => void {
    return this.#changes.listen(listener);
  }

  /** How many listen for changes. */
  get watchers(): number {
    return this.#changes.listeners;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const timer of this.#replies) this.clock.clearTimeout(timer);
    this.#journeys.close();
    this.#writing.close();
    this.#changes.close();
    this.#store.close();
  }

  #autoReply({ number, sender }: StoredMessage): void {
    const { auto_reply } = this.#store.handsets.settings(number);
    if (auto_reply === null) return;
    const timer = this.clock.setTimeout(() => {
      this.#replies.delete(timer);
      void this.write(number, sender, auto_reply);
    }, AUTO_REPLY_AFTER_MS);
    this.#replies.add(timer);
  }
}
