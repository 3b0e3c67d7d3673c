import type { World } from "../world/world.ts";
import type { Link, LinkEvent, Mishap } from "./link.ts";
import { Pipe } from "./pipe.ts";

export type Frame = string | Uint8Array<ArrayBuffer>;

/** What happens at one end of a connection. */
export interface End {
  receive(frame: Frame): void;
  closed(): void;
}

/** After so much silence the server takes a socket for dead (the gateway's own limit is about the same). */
const SERVER_IDLE_MS = 40_000;

/** A WebSocket connection between a device and a node, as both ends see it. */
export class Connection {
  readonly #world: World;
  readonly #link: Link;
  readonly #up: Pipe;
  readonly #down: Pipe;
  readonly #stopListening: () => void;
  #client: End | null;
  #server: End | null = null;
  #broken = false;
  /** It is dead in part, or on a network that the device has left. */
  #failing = false;

  constructor(world: World, link: Link, client: End) {
    this.#world = world;
    this.#link = link;
    this.#client = client;
    this.#up = new Pipe(world, link);
    this.#down = new Pipe(world, link);
    this.#stopListening = link.listen((event) => this.#onLink(event));
  }

  /** Bytes the server sent that have not arrived. */
  get waiting_bytes(): number {
    return this.#down.waiting_bytes;
  }

  /** The request to open it arrives; `answer` gives the server's end, or null when nobody listens. */
  open(answer: () => End | null, opened: () => void): void {
    this.#up.send(0, () => {
      this.#server = answer();
      if (this.#server) this.#down.send(0, opened);
      else this.#down.send(0, () => this.#closeClient());
    });
  }

  onDrained(action: () => void): void {
    this.#down.onDrained = action;
  }

  sendUp(frame: Frame): void {
    this.#up.send(frame.length, () => this.#arrive(frame, "up"));
  }

  sendDown(frame: Frame): void {
    this.#down.send(frame.length, () => this.#arrive(frame, "down"));
  }

  closeFromClient(): void {
    this.#up.send(0, () => this.#closeServer());
    this.#world.after(1, () => this.#closeClient());
  }

  closeFromServer(): void {
    this.#world.after(0, () => this.#closeServer());
    this.#down.send(0, () => this.#closeClient());
  }

  /** Nothing passes any more; an end that does not hear of it finds out by itself. */
  break({ client_hears, server_hears }: Omit<Mishap, "arrives">): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#up.close();
    this.#down.close();
    if (client_hears) this.#world.after(this.#link.delay_ms, () => this.#closeClient());
    this.#world.after(server_hears ? this.#link.delay_ms : SERVER_IDLE_MS, () => this.#closeServer());
  }

  /** One direction dies without a word, as with a forgotten address translation. */
  swallow(direction: "up" | "down"): void {
    this.#failing = true;
    if (direction === "down") this.#down.swallow();
    else {
      this.#up.swallow();
      this.#world.after(SERVER_IDLE_MS, () => this.closeFromServer());
    }
  }

  /** The device has gone to another network: what is on the old one comes late, while new connections work. */
  stall(duration_ms: number): void {
    this.#failing = true;
    for (const pipe of [this.#up, this.#down]) pipe.stall();
    this.#world.after(duration_ms, () => this.#onLink("flow"));
  }

  #arrive(frame: Frame, direction: "up" | "down"): void {
    const mishap = this.#link.mishap();
    if (!mishap || mishap.arrives) (direction === "up" ? this.#server : this.#client)?.receive(frame);
    if (mishap) this.break(mishap);
  }

  #onLink(event: LinkEvent): void {
    if (event === "flow") {
      this.#up.flow();
      this.#down.flow();
    } else if (event === "offline") this.break({ client_hears: true, server_hears: false });
    else this.#reset();
  }

  /** A broken connection that an end still believes in answers with a reset as soon as anything is sent on it. */
  #reset(): void {
    if (this.#failing) this.break({ client_hears: true, server_hears: true });
    if (this.#broken) this.#world.after(this.#link.delay_ms, () => this.#closeClient());
  }

  #closeClient(): void {
    const client = this.#client;
    this.#client = null;
    this.#settleIfOver();
    client?.closed();
  }

  #closeServer(): void {
    const server = this.#server;
    this.#server = null;
    this.#settleIfOver();
    server?.closed();
  }

  #settleIfOver(): void {
    if (!this.#client && !this.#server) this.#stopListening();
  }
}
