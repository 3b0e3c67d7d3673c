import { connect, type Socket } from "node:net";
import { until } from "@feiliao/testkit/until";
import { Framer } from "../session/framer.ts";
import { smppDialect } from "../smpp/dialect.ts";
import type { SmppPdu } from "../smpp/pdu.ts";

/** One end of an SMPP connection that does only what the test says. */
export class RawEnd {
  readonly received: SmppPdu[] = [];
  readonly #socket: Socket;
  #closed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    const framer = new Framer(smppDialect.frame);
    socket.on("data", (chunk: Uint8Array) => {
      framer.push(chunk, (frame) => this.received.push(smppDialect.decode(frame)));
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.#closed = true;
    });
  }

  static dial(port: number): RawEnd {
    return new RawEnd(connect({ host: "127.0.0.1", port }));
  }

  send(...pdus: SmppPdu[]): void {
    this.write(Buffer.concat(pdus.map((pdu) => smppDialect.encode(pdu))));
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Reads nothing any more, as a machine that has stopped. */
  stall(): void {
    this.#socket.pause();
  }

  cut(): void {
    this.#socket.destroy();
  }

  /** The `count`-th PDU of this command that came. */
  next<C extends SmppPdu["command"]>(
    command: C,
    count = 1,
  ): Promise<Extract<SmppPdu, { command: C | unknown }> & { command: C }> {
    return until(`${command} number ${count}`, () => {
      const found = this.received.filter((pdu) => pdu.command === command)[count - 1];
      return found as (Extract<SmppPdu, { command: C | unknown }> & { command: C }) | undefined;
    });
  }

  closed(): Promise<true> {
    return until("the connection is closed", () => this.#closed);
  }
}
