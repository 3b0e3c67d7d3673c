import { createServer, type Server } from "@feiliao/server";
import type { Blobs } from "@feiliao/server/blobs/blobs";
import type { Bus } from "@feiliao/server/bus/bus";
import { SERVICE_BYTES } from "@feiliao/server/bus/nats/envelope";
import { openNetworkedBus } from "@feiliao/server/bus/nats/nats-bus";
import { readConfig } from "@feiliao/server/platform/config";
import type { Logger } from "@feiliao/server/platform/logger";
import type { Random } from "@feiliao/server/platform/random";
import type { Secret } from "@feiliao/server/platform/secret";
import type { Store } from "@feiliao/server/store/store";
import type { Connection, End } from "../network/connection.ts";
import { LocalClock, type Skew } from "../world/local-clock.ts";
import type { World } from "../world/world.ts";
import type { Doorbell } from "./doorbell.ts";
import { InProcessListener, type OnPush } from "./in-process-listener.ts";
import type { Storage } from "./storage.ts";
import { type StorageFault, storeView } from "./store-view.ts";

/** What outlives the process of a node. */
export interface Machine {
  name: string;
  skew: Skew;
  secret: Secret;
  random: Random;
  blobs: Blobs;
  storage: Storage;
  /** Null when there is only this node. */
  doorbell: Doorbell | null;
  fault(method: string): StorageFault | null;
  onPush: OnPush;
  logger: Logger;
}

/** Few, so that catching up takes several pages here too. */
const PULL_ENTRIES_MAX = 7;

interface Process {
  alive: boolean;
  clock: LocalClock;
  store: Store;
  connections: Set<Connection>;
  /** Answers that requests wait for. */
  unanswered: Set<() => void>;
  listener: InProcessListener | null;
  server: Server | null;
  /** Ends its connection to the other nodes, without a goodbye. */
  leave(): void;
}

/** One server process of the service: the real server, on a machine that can fail. */
export class Node {
  readonly name: string;
  readonly #world: World;
  readonly #machine: Machine;
  #process: Process | null = null;

  constructor(world: World, machine: Machine) {
    this.name = machine.name;
    this.#world = world;
    this.#machine = machine;
  }

  /** Whether it takes connections. */
  get serves(): boolean {
    return this.#process?.listener != null && this.#process.server !== null;
  }

  get running(): boolean {
    return this.#process !== null;
  }

  get skew(): Skew {
    return this.#machine.skew;
  }

  start(): void {
    if (this.#process) return;
    const clock = new LocalClock(this.#world.clock, this.skew);
    const process: Process = {
      ...{ alive: true, clock, store: this.#machine.storage.open(clock) },
      ...{ connections: new Set(), unanswered: new Set(), listener: null, server: null, leave: () => {} },
    };
    this.#process = process;
    this.#world.note(this.name, "starts");
    this.#serve(process).catch((failure: unknown) => {
      this.#world.note(this.name, `could not start: ${String(failure)}`);
      if (this.#process === process) this.crash();
    });
  }

  async #serve(process: Process): Promise<void> {
    const { fault, secret, random, blobs, logger, onPush, storage } = this.#machine;
    const { clock } = process;
    const bus = await this.#openBus(process);
    process.server = await createServer(
      { ...readConfig({}), port: 0, simulator: false, data_folder: storage.folder },
      {
        ...{ clock, random, secret, blobs, logger, ...(bus && { bus }) },
        pull_entries_max: PULL_ENTRIES_MAX,
        store: storeView({ store: process.store, isAlive: () => process.alive, fault }),
        listen: (parts) => {
          process.listener = new InProcessListener(parts, onPush);
          return process.listener;
        },
      },
    );
  }

  /** The bus that nodes have on NATS, over a network of the simulation. */
  async #openBus(process: Process): Promise<Bus | null> {
    const { doorbell, secret, random, logger } = this.#machine;
    if (!doorbell) return null;
    const wire = doorbell.join(this.name);
    process.leave = () => doorbell.leave(wire);
    const service = secret.derive("bus").subarray(0, SERVICE_BYTES);
    return openNetworkedBus(wire, { clock: process.clock, random, logger, service });
  }

  /** The process is gone at this moment: its memory, its timers, its connections. */
  crash(): void {
    const process = this.#process;
    if (!process) return;
    this.#world.note(this.name, "crashes");
    this.#end(process);
  }

  /** Ends as on a signal: says goodbye, finishes what is under way and closes the store. */
  async close(): Promise<void> {
    const process = this.#process;
    const server = process?.server;
    if (!server) return;
    this.#world.note(this.name, "closes");
    process.server = null;
    await server.close();
    if (this.#process === process) this.#end(process);
    this.#world.note(this.name, "has closed");
  }

  /** The server's end of a new connection, or null when it is refused. */
  accept(connection: Connection): End | null {
    const process = this.#process;
    if (!process?.server || !process.listener) return null;
    const end = process.listener.accept(connection);
    if (!end) return null;
    process.connections.add(connection);
    return {
      receive: (frame) => process.alive && end.receive(frame),
      closed() {
        process.connections.delete(connection);
        if (process.alive) end.closed();
      },
    };
  }

  /** Rejects when the process is not there, or is gone before it has answered. */
  respond(request: Request): Promise<Response> {
    const process = this.#process;
    if (!process?.server || !process.listener) return Promise.reject(new Error("connection refused"));
    const answer = process.listener.respond(request);
    return new Promise((resolve, reject) => {
      const fail = () => {
        process.unanswered.delete(fail);
        reject(new Error("connection reset"));
      };
      process.unanswered.add(fail);
      void answer.then((response) => {
        if (process.unanswered.delete(fail)) resolve(response);
      }, fail);
    });
  }

  /** Its operating system closes what it had open. */
  #end(process: Process): void {
    this.#process = null;
    process.alive = false;
    process.leave();
    process.clock.kill();
    for (const connection of process.connections) {
      connection.break({ client_hears: true, server_hears: false });
    }
    for (const fail of [...process.unanswered]) fail();
  }
}
