import type { Wire, WireListener } from "@feiliao/server/bus/nats/wire";
import type { Chance } from "@feiliao/testkit/chance";
import type { World } from "../world/world.ts";

const DELAY_MS_MAX = 30;
const MESSAGE_BYTES_MAX = 64 * 1024;

/** The network between nodes: what one sends, all hear, itself included; late, twice, in another order, or never. */
export class Doorbell {
  /** Probability that a node does not hear something. */
  loss = 0;
  readonly #world: World;
  readonly #chance: Chance;
  readonly #wires = new Set<DoorbellWire>();
  /** Nodes that hear nobody and that nobody hears. */
  readonly #cutOff = new Set<string>();

  constructor(world: World) {
    this.#world = world;
    this.#chance = world.chance("doorbell");
  }

  /** The connection of a node's process; it is over with `leave`, without a goodbye. */
  join(node: string): DoorbellWire {
    const wire = new DoorbellWire(this, node);
    this.#wires.add(wire);
    return wire;
  }

  leave(wire: DoorbellWire): void {
    this.#wires.delete(wire);
  }

  cutOff(node: string): void {
    this.#cutOff.add(node);
  }

  mend(): void {
    this.loss = 0;
    this.#cutOff.clear();
  }

  carry(bytes: Uint8Array, from: DoorbellWire): void {
    for (const to of this.#wires) {
      const isLost = this.#cutOff.has(from.node) || this.#cutOff.has(to.node);
      if (isLost || this.#chance.happens(this.loss)) continue;
      const times = this.#chance.happens(this.loss / 2) ? 2 : 1;
      for (let time = 0; time < times; time++) {
        this.#world.after(this.#chance.integer(1, DELAY_MS_MAX), () => {
          if (this.#wires.has(to)) to.receive(bytes);
        });
      }
    }
  }
}

class DoorbellWire implements Wire {
  readonly message_bytes_max = MESSAGE_BYTES_MAX;
  readonly node: string;
  readonly #doorbell: Doorbell;
  #listener: WireListener | null = null;

  constructor(doorbell: Doorbell, node: string) {
    this.#doorbell = doorbell;
    this.node = node;
  }

  get connected(): boolean {
    return this.#listener !== null;
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.#doorbell.carry(bytes, this);
  }

  listen(listener: WireListener): void {
    this.#listener = listener;
    listener.connected();
  }

  receive(bytes: Uint8Array): void {
    this.#listener?.received(bytes);
  }

  reconnect(): void {}

  async close(): Promise<void> {
    this.#doorbell.leave(this);
  }
}
