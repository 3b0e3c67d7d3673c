/** The packets of a talk that the server does not have for certain: consecutive, numbered from `first`. */
export class PacketBuffer {
  #first: number;
  #packets: Uint8Array[] = [];

  constructor(first = 0) {
    this.#first = first;
  }

  /** Number of the oldest packet held: all before it are stored by the server. */
  get first(): number {
    return this.#first;
  }

  /** Number that the next packet gets, which is how many there are in all. */
  get end(): number {
    return this.#first + this.#packets.length;
  }

  push(packet: Uint8Array): void {
    this.#packets.push(packet);
  }

  /** At most `count` packets from number `from` on. */
  slice(from: number, count = Number.POSITIVE_INFINITY): Uint8Array[] {
    const start = Math.max(from - this.#first, 0);
    return this.#packets.slice(start, start + count);
  }

  /** The server has all packets before this one. */
  dropBefore(packet: number): void {
    if (packet <= this.#first) return;
    this.#packets = this.#packets.slice(packet - this.#first);
    this.#first = packet;
  }

  /** Nothing after this packet can be sent any more. */
  endAt(packet: number): void {
    this.#packets = [];
    this.#first = packet;
  }
}
