import { connect, type Socket } from "node:net";
import { until } from "@feiliao/testkit/until";
import type { Dialect } from "../session/dialect.ts";
import { Framer } from "../session/framer.ts";

/** What is read and written; nothing is answered by itself. */
type Wire<Pdu> = Pick<Dialect<Pdu>, "frame" | "decode" | "encode">;

/** One end of a connection that does only what the test says. */
export class RawEnd<Pdu extends { command: string }> {
  readonly received: Pdu[] = [];
  readonly #socket: Socket;
  readonly #wire: Wire<Pdu>;
  #closed = false;

  constructor(socket: Socket, wire: Wire<Pdu>) {
    this.#socket = socket;
    this.#wire = wire;
    const framer = new Framer(wire.frame);
    socket.on("data", (chunk: Uint8Array) => {
      framer.push(chunk, (frame) => this.received.push(wire.decode(frame)));
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.#closed = true;
    });
  }

  static dial<Pdu extends { command: string }>(port: number, wire: Wire<Pdu>): RawEnd<Pdu> {
    return new RawEnd(connect({ host: "127.0.0.1", port }), wire);
  }

  send(...pdus: Pdu[]): void {
    this.write(Buffer.concat(pdus.map((pdu) => this.#wire.encode(pdu))));
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
  next<Command extends Pdu["command"]>(command: Command, count = 1): Promise<Pdu & { command: Command }> {
    return until(`${command} number ${count}`, () => {
      return this.received.filter((pdu) => pdu.command === command)[count - 1] as
        | (Pdu & { command: Command })
        | undefined;
    });
  }

  closed(): Promise<true> {
    return until("the connection is closed", () => this.#closed);
  }
}
