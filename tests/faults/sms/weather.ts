import { CARRIER_IDS, type CarrierId } from "@feiliao/server/links/sms/simulator/carriers/carrier";
import type { CarrierChange } from "@feiliao/server/links/sms/simulator/carriers/carrier-settings";
import type { Seeded } from "../harness/seeded.ts";
import type { CarrierBox } from "./carriers/carrier-box.ts";

/** What goes wrong with a carrier all the time. */
const CLIMATE: CarrierChange = {
  answers_lost_percent: 2,
  reports_lost_percent: 4,
  reports_twice_percent: 5,
  reports_late_percent: 2,
};
const CLEAR: CarrierChange = {
  ...{ answers_lost_percent: 0, reports_lost_percent: 0, reports_twice_percent: 0, reports_late_percent: 0 },
};
/** What goes wrong with it for a while, and is over then. */
const SPELLS: readonly (readonly [CarrierChange, CarrierChange])[] = [
  [{ down: true }, { down: false }],
  [{ slow_ms: 400 }, { slow_ms: 0 }],
  // Later than the link waits: accepted, and answered to nobody.
  [{ slow_ms: 2_500 }, { slow_ms: 0 }],
  [{ throttle_per_s: 5 }, { throttle_per_s: null }],
  [{ no_money: true }, { no_money: false }],
];
const CALM_MS_MAX = 1_500;
const SPELL_MS_MAX = 1_200;
const RESTARTS_PER_SPELL = 0.5;

/** Carriers that fail in turns, and handsets that are switched off and on, until it is told to clear up. */
export class Weather {
  readonly #box: CarrierBox;
  readonly #numbers: readonly string[];
  readonly #random: Seeded;
  #over = false;
  #done: Promise<void> = Promise.resolve();
  /** How often something went wrong. */
  spells = 0;
  restarts = 0;
  switched_off = 0;

  constructor(box: CarrierBox, numbers: readonly string[], random: Seeded) {
    this.#box = box;
    this.#numbers = numbers;
    this.#random = random;
  }

  begin(): void {
    for (const carrier of CARRIER_IDS) this.#box.carriers.setCarrier(carrier, CLIMATE);
    this.#done = Promise.all([this.#carriers(), this.#handsets()]).then(() => {});
  }

  /** Everything is as usual again, and every handset on that has a line. */
  async clearUp(): Promise<void> {
    this.#over = true;
    await this.#done;
    for (const carrier of CARRIER_IDS) this.#box.carriers.setCarrier(carrier, CLEAR);
  }

  async #carriers(): Promise<void> {
    while (!this.#over) {
      await Bun.sleep(this.#random.between(0, CALM_MS_MAX));
      const carrier = this.#random.pick(CARRIER_IDS);
      if (this.#random.chance(RESTARTS_PER_SPELL)) await this.#restart(carrier);
      else await this.#spell(carrier, ...this.#random.pick(SPELLS));
    }
  }

  async #restart(carrier: CarrierId): Promise<void> {
    await this.#box.wire.restart(carrier);
    this.restarts++;
  }

  async #spell(carrier: CarrierId, begin: CarrierChange, end: CarrierChange): Promise<void> {
    this.#box.carriers.setCarrier(carrier, begin);
    await Bun.sleep(this.#random.between(0, SPELL_MS_MAX));
    this.#box.carriers.setCarrier(carrier, end);
    this.spells++;
  }

  async #handsets(): Promise<void> {
    while (!this.#over) {
      const number = this.#random.pick(this.#numbers);
      const usual = this.#box.carriers.handset(number).settings.line === "on";
      if (usual) {
        this.#box.carriers.setHandset(number, { line: "off" });
        this.switched_off++;
      }
      await Bun.sleep(this.#random.between(0, CALM_MS_MAX));
      if (usual) this.#box.carriers.setHandset(number, { line: "on" });
    }
  }
}
