import type { Socket } from "node:net";

/**
 * Writes PDUs to a socket: everything of one turn goes out in one write. A peer that takes nothing is noticed when too
 * much waits for it.
 */
export class Writer {
  readonly #socket: Socket;
  readonly #unsent_bytes_max: number;
  readonly #overrun: () => void;
  #pdus: Uint8Array[] = [];

  constructor(socket: Socket, unsent_bytes_max: number, overrun: () => void) {
    this.#socket = socket;
    this.#unsent_bytes_max = unsent_bytes_max;
    this.#overrun = overrun;
  }

  write(pdu: Uint8Array): void {
    if (this.#pdus.length === 0) queueMicrotask(this.flush);
    this.#pdus.push(pdu);
  }

  readonly flush = () => {
    const pdus = this.#pdus;
    if (pdus.length === 0 || !this.#socket.writable) return;
    this.#pdus = [];
    this.#socket.write(pdus.length === 1 ? pdus[0]! : Buffer.concat(pdus));
    if (this.#socket.writableLength > this.#unsent_bytes_max) this.#overrun();
  };
}
