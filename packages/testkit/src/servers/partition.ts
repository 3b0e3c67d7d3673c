import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * How a line fails. `silent`: nothing arrives any more, and nobody is told; what was on its way arrives at the
 * heal. `dead`: the same, but connections from before the heal stay silent for ever, as when the machine at the
 * other end has lost its power. `reset`: connections are closed, and new ones refused.
 */
export const FAILURES = ["silent", "dead", "reset"] as const;
export type Failure = (typeof FAILURES)[number];

/** A line between a node and a server on this machine that can be cut. */
export class Partition {
  readonly #server_port: number;
  readonly #listener: Server;
  readonly #connections = new Set<Connection>();
  /** Opened in silence, to be taken on when it ends. */
  readonly #knocking = new Set<Socket>();
  #failure: Failure | null = null;

  private constructor(server_port: number) {
    this.#server_port = server_port;
    this.#listener = createServer((near) => this.#admit(near));
  }

  static async start(server_port: number): Promise<Partition> {
    const partition = new Partition(server_port);
    await new Promise<void>((resolve) => partition.#listener.listen(0, "127.0.0.1", resolve));
    return partition;
  }

  get port(): number {
    const address = this.#listener.address();
    if (address === null || typeof address === "string") throw new Error("the partition has no port");
    return address.port;
  }

  cut(failure: Failure): void {
    this.#failure = failure;
    for (const connection of this.#connections) {
      if (failure === "reset") connection.end();
      else connection.hold();
    }
  }

  heal(): void {
    for (const connection of this.#connections) {
      if (this.#failure === "dead") connection.abandon();
      else connection.release();
    }
    this.#failure = null;
    for (const near of this.#knocking) this.#connect(near);
    this.#knocking.clear();
  }

  async close(): Promise<void> {
    for (const near of this.#knocking) near.destroy();
    for (const connection of this.#connections) connection.end();
    await new Promise((resolve) => this.#listener.close(resolve));
  }

  #admit(near: Socket): void {
    near.on("error", () => near.destroy());
    if (this.#failure === null) this.#connect(near);
    else if (this.#failure === "reset") near.destroy();
    else {
      near.pause();
      near.on("close", () => this.#knocking.delete(near));
      this.#knocking.add(near);
    }
  }

  #connect(near: Socket): void {
    const connection = new Connection(near, connect(this.#server_port, "127.0.0.1"), () =>
      this.#connections.delete(connection),
    );
    this.#connections.add(connection);
    near.resume();
  }
}

/** One connection through the line: bytes go from one end to the other unless they are held back. */
class Connection {
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #ended: () => void;
  /** What is on its way while nothing arrives; null: bytes pass. */
  #held: { to: Socket; bytes: Buffer }[] | null = null;

  constructor(near: Socket, far: Socket, ended: () => void) {
    this.#near = near;
    this.#far = far;
    this.#ended = ended;
    this.#join(near, far);
    this.#join(far, near);
  }

  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const { to, bytes } of held) to.write(bytes);
    if (this.#near.destroyed || this.#far.destroyed) this.end();
  }

  /** The far end is gone, and the near one is never told. */
  abandon(): void {
    this.#held ??= [];
    this.#far.destroy();
    if (this.#near.destroyed) this.end();
  }

  end(): void {
    this.#near.destroy();
    this.#far.destroy();
    this.#ended();
  }

  #join(from: Socket, to: Socket): void {
    from.on("error", () => from.destroy());
    from.on("data", (bytes) => {
      if (this.#held) this.#held.push({ to, bytes: Buffer.from(bytes) });
      else to.write(bytes);
    });
    from.on("close", () => {
      const isNoticed = this.#held === null || to.destroyed;
      if (isNoticed) this.end();
    });
  }
}
