/** The network between one client and the server: it can be down, and its sockets can be cut. */
export class Network {
  readonly #sockets = new Set<WebSocket>();
  #isDown = false;

  /** For the client's options. */
  readonly fetch = ((input: string, init?: RequestInit) =>
    this.#isDown ? Promise.reject(new TypeError("no network")) : fetch(input, init)) as typeof fetch;

  readonly webSocket: typeof WebSocket;

  constructor() {
    const sockets = this.#sockets;
    this.webSocket = class extends WebSocket {
      constructor(url: string) {
        super(url);
        sockets.add(this);
        this.addEventListener("close", () => sockets.delete(this));
      }
    } as typeof WebSocket;
  }

  down(): void {
    this.#isDown = true;
    this.cut();
  }

  up(): void {
    this.#isDown = false;
  }

  /** Ends the open sockets without a closing handshake, as a lost network does. */
  cut(): void {
    for (const socket of this.#sockets) socket.terminate();
  }
}
