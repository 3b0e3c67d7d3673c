import type { Wire, WireListener } from "../wire.ts";

/** A network in memory: what one wire sends, all connected ones receive, at once and in order. */
export class Hub {
  readonly #wires = new Set<HubWire>();
  /** What would pass through a server; false: it is lost for everybody. */
  passes: (bytes: Uint8Array, from: HubWire, to: HubWire) => boolean = () => true;

  wire(message_bytes_max = 64 * 1024): HubWire {
    const wire = new HubWire(this, message_bytes_max);
    this.#wires.add(wire);
    return wire;
  }

  carry(bytes: Uint8Array, from: HubWire): void {
    for (const to of this.#wires) if (to.connected && this.passes(bytes, from, to)) to.receive(bytes);
  }

  leave(wire: HubWire): void {
    this.#wires.delete(wire);
  }
}

export class HubWire implements Wire {
  readonly message_bytes_max: number;
  readonly #hub: Hub;
  #listener: WireListener | null = null;
  connected = false;
  /** Times the bus asked for a new connection. */
  reconnects = 0;
  sent_bytes = 0;

  constructor(hub: Hub, message_bytes_max: number) {
    this.#hub = hub;
    this.message_bytes_max = message_bytes_max;
  }

  listen(listener: WireListener): void {
    this.#listener = listener;
    this.connect();
  }

  connect(): void {
    this.connected = true;
    this.#listener?.connected();
  }

  disconnect(): void {
    this.connected = false;
    this.#listener?.connectionLost();
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.connected) return;
    this.sent_bytes += bytes.length;
    this.#hub.carry(bytes, this);
  }

  receive(bytes: Uint8Array): void {
    this.#listener?.received(bytes);
  }

  reconnect(): void {
    this.reconnects++;
  }

  async close(): Promise<void> {
    this.connected = false;
    this.#hub.leave(this);
  }
}
