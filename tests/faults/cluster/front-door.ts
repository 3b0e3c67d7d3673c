import { connect, createServer, type Server, type Socket } from "node:net";

const CHECK_EVERY_MS = 250;
const CHECK_MS_MAX = 1_000;

/**
 * What stands between people and the nodes of a service: it takes each connection to the next node that says it
 * is healthy, to another one when that one does not answer, and keeps nothing. Nothing is sticky.
 */
export class FrontDoor {
  readonly #ports: readonly number[];
  readonly #listener: Server;
  readonly #open = new Set<Socket>();
  readonly #unhealthy = new Set<number>();
  readonly #checks: ReturnType<typeof setInterval>;
  #turn = 0;

  private constructor(ports: readonly number[]) {
    this.#ports = ports;
    this.#listener = createServer((client) => void this.#admit(client));
    this.#checks = setInterval(() => void this.#check(), CHECK_EVERY_MS);
  }

  /** `ports`: of nodes on this machine. */
  static async open(ports: readonly number[]): Promise<FrontDoor> {
    const door = new FrontDoor(ports);
    await new Promise<void>((resolve) => door.#listener.listen(0, "127.0.0.1", resolve));
    return door;
  }

  get url(): string {
    const address = this.#listener.address();
    if (address === null || typeof address === "string") throw new Error("the front door has no port");
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    clearInterval(this.#checks);
    for (const socket of this.#open) socket.destroy();
    await new Promise((resolve) => this.#listener.close(resolve)); // also when it is closed already
  }

  async #admit(client: Socket): Promise<void> {
    this.#watch(client);
    client.pause();
    for (const port of this.#candidates()) {
      const node = await dial(port);
      if (!node) continue;
      this.#watch(node);
      node.on("close", () => client.destroy());
      client.on("close", () => node.destroy());
      if (client.destroyed) node.destroy();
      client.pipe(node);
      node.pipe(client);
      return;
    }
    client.destroy();
  }

  /** All nodes, the healthy ones first, each connection beginning with another one. */
  #candidates(): number[] {
    const first = this.#turn++ % this.#ports.length;
    const turned = [...this.#ports.slice(first), ...this.#ports.slice(0, first)];
    return turned.sort((a, b) => Number(this.#unhealthy.has(a)) - Number(this.#unhealthy.has(b)));
  }

  #watch(socket: Socket): void {
    this.#open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#open.delete(socket));
  }

  async #check(): Promise<void> {
    await Promise.all(
      this.#ports.map(async (port) => {
        if (await isHealthy(port)) this.#unhealthy.delete(port);
        else this.#unhealthy.add(port);
      }),
    );
  }
}

/** Whether a node says of itself that it can serve. */
export async function isHealthy(port: number): Promise<boolean> {
  const signal = AbortSignal.timeout(CHECK_MS_MAX);
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal }).catch(() => null);
  return answer?.ok ?? false;
}

/** Null when nobody answers there. */
function dial(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(null));
  });
}
