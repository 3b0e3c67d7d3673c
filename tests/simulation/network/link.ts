import type { Chance } from "@feiliao/testkit/chance";
import type { World } from "../world/world.ts";

/** How well a network works. */
export interface Weather {
  /** Each frame takes between 1 ms and this long. */
  latency_ms_max: number;
  /** Probability that a frame is the last one of its connection. */
  mishap: number;
}

const FAIR: Weather = { latency_ms_max: 40, mishap: 0 };
/** After a heal an outbox drains message by message, and that is to be done in the time of D9. */
const FINE: Weather = { latency_ms_max: 10, mishap: 0 };

/** What becomes of a connection that breaks at a frame. */
export interface Mishap {
  /** The frame itself arrives: what it asks for is done, and the answer is lost. */
  arrives: boolean;
  client_hears: boolean;
  server_hears: boolean;
}

export type LinkEvent = "flow" | "offline" | "reset";

/**
 * One device's way to the service. It can be offline (nothing passes, and the device knows), stalled (what is sent
 * waits), or in bad weather.
 */
export class Link {
  weather: Weather = FAIR;
  readonly #world: World;
  readonly #chance: Chance;
  readonly #listeners = new Set<(event: LinkEvent) => void>();
  #offline = false;
  #stalled = false;

  constructor(world: World, name: string) {
    this.#world = world;
    this.#chance = world.chance(`link ${name}`);
  }

  get offline(): boolean {
    return this.#offline;
  }

  get stalled(): boolean {
    return this.#stalled;
  }

  get delay_ms(): number {
    return this.#chance.integer(1, this.weather.latency_ms_max);
  }

  listen(listener: (event: LinkEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  goOffline(): void {
    this.#offline = true;
    this.#stalled = false;
    this.#tell("offline");
  }

  goOnline(): void {
    this.#offline = false;
  }

  stall(duration_ms: number): void {
    this.#stalled = true;
    this.#world.after(duration_ms, () => this.#flow());
  }

  /** Everything works again; `resets`: connections that were broken without a word are found to be. */
  heal(resets: boolean): void {
    this.weather = FINE;
    this.goOnline();
    this.#flow();
    if (resets) this.#tell("reset");
  }

  /** Whether the connection breaks at this frame, and how. */
  mishap(): Mishap | null {
    if (!this.#chance.happens(this.weather.mishap)) return null;
    return {
      arrives: this.#chance.happens(0.6),
      client_hears: this.#chance.happens(0.8),
      server_hears: this.#chance.happens(0.7),
    };
  }

  #flow(): void {
    if (!this.#stalled) return;
    this.#stalled = false;
    this.#tell("flow");
  }

  #tell(event: LinkEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
