import { Device, until } from "@feiliao/testkit";
import type { Imported } from "./people.ts";

const BASE_MS = 300;
const CEILING_MS = 4_000;
const CONNECTED_AT_ONCE = 50;

/**
 * Many sockets that only wait, and come back by themselves when they are cut off, as apps do: after a random part
 * of a wait that doubles. Back means greeted by the server and up to date.
 */
export class Returning {
  readonly #devices: Device[];
  readonly #back = new Set<Device>();
  /** What each had pulled. */
  readonly #tokens = new Map<Device, string>();
  #stopped = false;

  constructor(url: string, people: readonly Imported[], sockets: number) {
    this.#devices = Array.from({ length: sockets }, (_, index) => {
      const device = new Device(url, people[index % people.length]!);
      device.onEvent = () => {};
      device.onClose = () => {
        this.#back.delete(device);
        if (!this.#stopped) void this.#comeBack(device);
      };
      return device;
    });
  }

  get back(): number {
    return this.#back.size;
  }

  async connect(): Promise<void> {
    for (let first = 0; first < this.#devices.length; first += CONNECTED_AT_ONCE) {
      await Promise.all(
        this.#devices.slice(first, first + CONNECTED_AT_ONCE).map((device) => this.#enter(device)),
      );
    }
  }

  /** Resolves with the milliseconds until all were back, or null when that took longer than it may. */
  async allBack(limit_ms: number): Promise<number | null> {
    const began = performance.now();
    const all = until("all to be back", () => this.#back.size === this.#devices.length, limit_ms);
    return all.then(() => performance.now() - began).catch(() => null);
  }

  stop(): void {
    this.#stopped = true;
    for (const device of this.#devices) device.disconnect();
  }

  async #comeBack(device: Device): Promise<void> {
    for (let attempt = 0; !this.#stopped; attempt++) {
      await Bun.sleep(Math.random() * Math.min(CEILING_MS, BASE_MS * 2 ** attempt));
      try {
        return await this.#enter(device);
      } catch {
        if (device.connected) return device.disconnect(); // its end begins the next return
      }
    }
  }

  async #enter(device: Device): Promise<void> {
    await device.connect();
    const page = await device.call("sync/pull", { token: this.#tokens.get(device) ?? null });
    this.#tokens.set(device, page.token);
    this.#back.add(device);
  }
}
