import { readHeader } from "../envelope.ts";
import type { Wire, WireListener } from "../wire.ts";

/** late: it arrives behind the next one. */
export type Fate = "arrives" | "lost" | "twice" | "late";

/** A wire whose incoming envelopes with messages meet the fates a test decides. */
export class UnreliableWire implements Wire {
  readonly #wire: Wire;
  #late: Uint8Array[] = [];
  fate: () => Fate = () => "arrives";
  /** Heartbeats of anybody that arrived. */
  heartbeats = 0;
  /** Nodes whose heartbeats arrived, this one included. */
  readonly heard_of = new Set<string>();

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  get message_bytes_max(): number {
    return this.#wire.message_bytes_max;
  }

  get connected(): boolean {
    return this.#wire.connected;
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.#wire.send(bytes);
  }

  listen(listener: WireListener): void {
    this.#wire.listen({ ...listener, received: (bytes) => this.#receive(bytes, listener) });
  }

  reconnect(): void {
    this.#wire.reconnect();
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  #receive(bytes: Uint8Array, listener: WireListener): void {
    const { kind, node } = readHeader(bytes);
    if (kind !== "messages") {
      this.heartbeats++;
      this.heard_of.add(node);
      listener.received(bytes);
      return;
    }
    const fate = this.fate();
    if (fate === "lost") return;
    if (fate === "late") {
      this.#late.push(bytes.slice());
      return;
    }
    listener.received(bytes);
    if (fate === "twice") listener.received(bytes);
    for (const late of this.#late.splice(0)) listener.received(late);
  }
}
