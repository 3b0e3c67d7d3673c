import { createServer, type Server } from "@feiliao/server";
import type { Blobs } from "@feiliao/server/blobs/blobs";
import { readConfig } from "@feiliao/server/platform/config";
import type { Logger } from "@feiliao/server/platform/logger";
import type { Random } from "@feiliao/server/platform/random";
import type { Secret } from "@feiliao/server/platform/secret";
import type { Store } from "@feiliao/server/store/store";
import type { Connection, End } from "../network/connection.ts";
import { LocalClock, type Skew } from "../world/local-clock.ts";
import type { World } from "../world/world.ts";
import { InProcessListener, type OnPush } from "./in-process-listener.ts";
import { type StorageFault, storeView } from "./store-view.ts";

/** What outlives the process of a node. */
export interface Machine {
  name: string;
  skew: Skew;
  secret: Secret;
  random: Random;
  blobs: Blobs;
  openStore(clock: LocalClock): Store;
  fault(method: string): StorageFault | null;
  onPush: OnPush;
  logger: Logger;
  data_folder(): string;
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

  /** The store as its process has it open; null while there is none. */
  get store(): Store | null {
    return this.#process?.store ?? null;
  }

  start(): void {
    if (this.#process) return;
    const { skew, openStore, fault, secret, random, blobs, logger, onPush, data_folder } = this.#machine;
    const clock = new LocalClock(this.#world.clock, skew);
    const process: Process = {
      ...{ alive: true, clock, store: openStore(clock), connections: new Set(), unanswered: new Set() },
      ...{ listener: null, server: null },
    };
    this.#process = process;
    this.#world.note(this.name, "starts");
    const isAlive = () => process.alive;
    const config = { ...readConfig({}), port: 0, simulator: false, data_folder: data_folder() };
    createServer(config, {
      ...{ clock, random, secret, blobs, logger },
      pull_entries_max: PULL_ENTRIES_MAX,
      store: storeView({ store: process.store, isAlive, fault }),
      listen: (parts) => {
        process.listener = new InProcessListener(parts, onPush);
        return process.listener;
      },
    }).then(
      (server) => {
        process.server = server;
      },
      (failure: unknown) => {
        this.#world.note(this.name, `could not start: ${String(failure)}`);
        if (this.#process === process) this.crash();
      },
    );
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
    process.clock.kill();
    for (const connection of process.connections) {
      connection.break({ client_hears: true, server_hears: false });
    }
    for (const fail of [...process.unanswered]) fail();
  }
}
