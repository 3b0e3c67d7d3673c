import type { Line } from "../harness/proxy.ts";
import type { Seeded } from "../harness/seeded.ts";
import { NatsFrames } from "./nats-frames.ts";

/** How likely each misfortune is for a message: none of it arrives, it arrives twice, or behind the next one. */
const CHANCE = 0.5;

/** Loses, repeats and reorders what a NATS server tells its clients, heartbeats of the nodes included. */
export class DoorbellNoise {
  /** How many messages were lost, repeated or overtaken. */
  disturbed = 0;
  #isOn = false;
  readonly #random: Seeded;

  constructor(random: Seeded) {
    this.#random = random;
  }

  begin(): void {
    this.#isOn = true;
  }

  end(): void {
    this.#isOn = false;
  }

  /** The way back of one connection. */
  line(): Line {
    const frames = new NatsFrames();
    let overtaken: Buffer[] = [];
    return (bytes) => {
      const passed: Buffer[] = [];
      for (const frame of frames.take(bytes)) {
        if (frame.kind === "control") {
          passed.push(frame.bytes);
          continue;
        }
        const { now, later } = this.#isOn ? this.#disturb(frame.bytes) : { now: [frame.bytes], later: [] };
        passed.push(...now, ...overtaken);
        overtaken = later;
      }
      return Buffer.concat(passed);
    };
  }

  #disturb(message: Buffer): { now: Buffer[]; later: Buffer[] } {
    const copies = this.#chance() ? [] : this.#chance() ? [message, message] : [message];
    const isLate = this.#chance();
    if (copies.length !== 1 || isLate) this.disturbed++;
    return isLate ? { now: [], later: copies } : { now: copies, later: [] };
  }

  #chance(): boolean {
    return this.#random.chance(CHANCE);
  }
}
