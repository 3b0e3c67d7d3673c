import type { Logger } from "@feiliao/server/platform/logger";
import { Secret } from "@feiliao/server/platform/secret";
import type { Store } from "@feiliao/server/store/store";
import type { History } from "../audit/history.ts";
import type { Frame } from "../network/connection.ts";
import type { Chance } from "../world/chance.ts";
import type { Skew } from "../world/local-clock.ts";
import type { World } from "../world/world.ts";
import { Disk } from "./disk.ts";
import { memoryBlobs } from "./memory-blobs.ts";
import { Node } from "./node.ts";
import type { StorageFault } from "./store-view.ts";

/** D18: how long a revoked device may still be sent something. */
const REVOKED_AFTER_MS = 1_000;

/** The service: one node on the embedded database, on a machine whose process, disk and clock can fail. */
export class Service {
  readonly node: Node;
  readonly blobs = memoryBlobs();
  readonly skew: Skew = { offset_ms: 0 };
  /** Probability that a write fails. */
  storage_faults = 0;
  readonly #world: World;
  readonly #history: History;
  readonly #disk: Disk;
  readonly #chance: Chance;
  /** Turns until the process dies in the middle of what it does; null: not at all. */
  #dies_in_turns: number | null = null;
  #over = false;

  constructor(world: World, history: History) {
    this.#world = world;
    this.#history = history;
    this.#chance = world.chance("service");
    const logger = this.#logger();
    this.#disk = new Disk(logger, world.chance("key seed"), world.chance("merges"));
    this.node = new Node(world, {
      ...{ name: "node", logger, skew: this.skew, random: world.chance("node"), blobs: this.blobs },
      secret: new Secret(world.chance("secret").bytes(32)),
      openStore: (clock) => this.#disk.open(clock),
      fault: (method) => this.#fault(method),
      onPush: (device_id, frame) => this.#checkPush(device_id, frame),
      data_folder: () => this.#disk.folder,
    });
    world.turns.beforeEach = () => this.#countDown();
  }

  /** The store, for what people did before the simulation begins. @throws when the node is down */
  get store(): Store {
    return this.node.store!;
  }

  /** The process dies between two of its next turns. */
  crashSoon(): void {
    if (this.node.running) this.#dies_in_turns = this.#chance.integer(0, 6);
  }

  crash(): void {
    this.#dies_in_turns = null;
    if (!this.node.running) return;
    this.#disk.crash();
    this.node.crash();
    this.#history.faults.crashes++;
    this.#world.after(this.#chance.integer(50, 5_000), () => this.node.start());
  }

  restart(): void {
    if (!this.node.serves) return;
    this.#history.faults.restarts++;
    const startAgain = () => this.#world.after(this.#chance.integer(50, 3_000), () => this.node.start());
    this.node.close().then(startAgain, (failure: unknown) => {
      this.#history.find(`the server could not close: ${String(failure)}`);
    });
  }

  /** Nothing fails any more, and the node serves. */
  heal(): void {
    this.storage_faults = 0;
    this.#dies_in_turns = null;
    this.node.start();
    this.#world.turns.settle();
  }

  /** What the simulation itself does must not fail. */
  withoutFaults(action: () => void): void {
    const before = this.storage_faults;
    this.storage_faults = 0;
    action();
    this.storage_faults = before;
  }

  /** Nothing that happens from now on belongs to the simulation. */
  remove(): Promise<void> {
    this.#over = true;
    return this.#disk.remove();
  }

  #countDown(): void {
    if (this.#dies_in_turns === null) return;
    if (this.#dies_in_turns-- === 0) this.crash();
  }

  #fault(method: string): StorageFault | null {
    if (!this.#chance.happens(this.storage_faults)) return null;
    const fault = this.#chance.pick<StorageFault>(["before", "after"]);
    this.#world.note("store", `fails ${fault} ${method}`);
    this.#history.faults.storage_errors++;
    return fault;
  }

  #checkPush(device_id: string, frame: Frame): void {
    const revoked_ms = this.#history.revoked_ms.get(device_id as never);
    if (revoked_ms === undefined || this.#world.now_ms <= revoked_ms + REVOKED_AFTER_MS) return;
    this.#history.find(`D18: ${device_id} is sent ${String(frame).slice(0, 80)} after it was revoked`);
  }

  /** What the server logs as an error is unforeseen, unless storage was made to fail. */
  #logger(): Logger {
    return {
      info: () => {},
      warn: (message, fields) => this.#world.note("log", `${message} ${JSON.stringify(fields ?? {})}`),
      error: (message, fields) => {
        if (this.#over) return;
        const text = `${message} ${JSON.stringify(fields ?? {})}`;
        this.#world.note("log", text);
        if (!fields?.error?.startsWith("FeiliaoError")) this.#history.find(`unforeseen: ${text}`);
      },
    };
  }
}
