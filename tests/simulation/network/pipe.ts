import type { World } from "../world/world.ts";
import type { Link } from "./link.ts";

interface Parcel {
  size: number;
  arrive(): void;
}

/** One direction of one connection: what is sent arrives in order, later, or not at all. */
export class Pipe {
  readonly #world: World;
  readonly #link: Link;
  #phase: "open" | "swallowing" | "closed" = "open";
  #stalled = false;
  #held: Parcel[] = [];
  #last_arrival_at = 0;
  #waiting_bytes = 0;
  /** Everything that waited has arrived. */
  onDrained: () => void = () => {};

  constructor(world: World, link: Link) {
    this.#world = world;
    this.#link = link;
  }

  /** Bytes that are on their way. */
  get waiting_bytes(): number {
    return this.#waiting_bytes;
  }

  send(size: number, arrive: () => void): void {
    if (this.#phase !== "open") return;
    this.#waiting_bytes += size;
    if (this.#stalled || this.#link.stalled) this.#held.push({ size, arrive });
    else this.#carry({ size, arrive });
  }

  /** What is sent waits, also while the link flows. */
  stall(): void {
    this.#stalled = true;
  }

  /** Nothing waits any longer. */
  flow(): void {
    this.#stalled = false;
    for (const parcel of this.#held.splice(0)) this.#carry(parcel);
  }

  /** From now on everything disappears, what is on its way included. */
  swallow(): void {
    if (this.#phase === "open") this.#phase = "swallowing";
  }

  close(): void {
    this.#phase = "closed";
    this.#held = [];
  }

  #carry({ size, arrive }: Parcel): void {
    const { now_ms } = this.#world;
    this.#last_arrival_at = Math.max(this.#last_arrival_at, now_ms + this.#link.delay_ms);
    this.#world.after(this.#last_arrival_at - now_ms, () => {
      if (this.#phase !== "open") return;
      this.#waiting_bytes -= size;
      arrive();
      if (this.#waiting_bytes === 0) this.onDrained();
    });
  }
}
