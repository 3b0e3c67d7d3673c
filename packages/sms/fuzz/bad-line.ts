import { connect, createServer, type Server, type Socket } from "node:net";
import type { Dice } from "./dice.ts";

/** One chunk in so many is changed. */
const CHUNKS_PER_ERROR = 8;

/** A line to a port on which bits flip and bytes get lost, in both directions, until it is repaired. */
export class BadLine {
  readonly #dice: Dice;
  readonly #far_port: () => number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isBad = true;
  /** How many chunks were changed. */
  errors = 0;

  private constructor(far_port: () => number, dice: Dice) {
    this.#dice = dice;
    this.#far_port = far_port;
    this.#server = createServer((near) => this.#join(near));
  }

  static async to(far_port: () => number, dice: Dice): Promise<BadLine> {
    const line = new BadLine(far_port, dice);
    await new Promise<void>((resolve) => line.#server.listen(0, "127.0.0.1", resolve));
    return line;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the line is down");
    return address.port;
  }

  repair(): void {
    this.#isBad = false;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(near: Socket): void {
    const far = connect({ host: "127.0.0.1", port: this.#far_port(), noDelay: true });
    this.#carry(near, far);
    this.#carry(far, near);
  }

  #carry(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on("data", (chunk: Uint8Array) => to.write(this.#pass(chunk)));
    from.on("error", () => undefined);
    from.on("close", () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }

  #pass(chunk: Uint8Array): Uint8Array {
    if (!this.#isBad || this.#dice.below(CHUNKS_PER_ERROR) > 0) return chunk;
    this.errors++;
    if (this.#dice.below(4) === 0) return chunk.subarray(this.#dice.below(chunk.length));
    const changed = chunk.slice();
    const at = this.#dice.below(changed.length);
    changed[at] = changed[at]! ^ (1 << this.#dice.below(8));
    return changed;
  }
}
