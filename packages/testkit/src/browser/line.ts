import { type AddressInfo, createConnection, createServer, type Server, type Socket } from "node:net";

/** The network between one browser and the server: it can be cut in the middle of anything, and be down. */
export class Line {
  readonly #connections = new Set<Socket>();
  readonly #listener: Server;
  #isDown = false;

  private constructor(server_port: number) {
    this.#listener = createServer((browser) => this.#join(browser, server_port));
  }

  /** A line of its own, with an address of its own, to a server on this machine. */
  static async to(server_port: number): Promise<Line> {
    const line = new Line(server_port);
    await new Promise<void>((resolve) => line.#listener.listen(0, "127.0.0.1", resolve));
    return line;
  }

  /** What the browser opens. */
  get url(): string {
    return `http://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`;
  }

  /** Ends every connection without a word; the next one is taken. */
  cut(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  down(): void {
    this.#isDown = true;
    this.cut();
  }

  up(): void {
    this.#isDown = false;
  }

  close(): void {
    this.#listener.close();
    this.cut();
  }

  #join(browser: Socket, server_port: number): void {
    if (this.#isDown) {
      browser.destroy();
      return;
    }
    const server = createConnection(server_port, "127.0.0.1");
    for (const [end, other] of [
      [browser, server],
      [server, browser],
    ] as const) {
      this.#connections.add(end);
      end.setNoDelay(true);
      end.on("error", () => undefined); // a broken connection is what a line is for
      end.on("close", () => {
        this.#connections.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
  }
}
