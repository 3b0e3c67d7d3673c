import type { Logger } from "@feiliao/server/platform/logger";
import { Secret } from "@feiliao/server/platform/secret";
import type { Store } from "@feiliao/server/store/store";
import type { Chance } from "@feiliao/testkit/chance";
import type { History } from "../audit/history.ts";
import type { Frame } from "../network/connection.ts";
import type { World } from "../world/world.ts";
import { Disk } from "./disk.ts";
import { Doorbell } from "./doorbell.ts";
import { memoryBlobs } from "./memory-blobs.ts";
import { Node } from "./node.ts";
import { embeddedStorage, type Storage, sharedStorage } from "./storage.ts";
import type { StorageFault } from "./store-view.ts";

/** D18: how long a revoked device may still be sent something, and when the doorbell may be lost. */
const REVOKED_AFTER_MS = { one_node: 1_000, many: 3_000 };
/** Wall clocks of servers: one alone may be anywhere, those that work together are kept near each other. */
const SKEW_MS_MAX = { one_node: 86_400_000, many: 1_000 };

/** The service: its nodes and what they share, any of which can fail. */
export class Service {
  readonly nodes: readonly Node[];
  readonly blobs = memoryBlobs();
  readonly doorbell: Doorbell;
  /** Probability that a write fails. */
  storage_faults = 0;
  readonly #world: World;
  readonly #history: History;
  readonly #storage: Storage;
  readonly #chance: Chance;
  readonly #size: keyof typeof REVOKED_AFTER_MS;
  /** Which process dies in the middle of what it does, and in how many turns. */
  #dying: { node: Node; turns: number } | null = null;
  #over = false;

  constructor(world: World, history: History, nodes: number) {
    this.#world = world;
    this.#history = history;
    this.#chance = world.chance("service");
    this.#size = nodes === 1 ? "one_node" : "many";
    const logger = this.#logger();
    const disk = new Disk(logger, world.chance("key seed"), world.chance("merges"));
    this.#storage = nodes === 1 ? embeddedStorage(disk) : sharedStorage(world, disk);
    this.doorbell = new Doorbell(world);
    const machine = {
      ...{ logger, blobs: this.blobs, storage: this.#storage },
      doorbell: nodes === 1 ? null : this.doorbell,
      secret: new Secret(world.chance("secret").bytes(32)),
      fault: (method: string) => this.#fault(method),
      onPush: (device_id: string, frame: Frame) => this.#checkPush(device_id, frame),
    };
    this.nodes = Array.from({ length: nodes }, (_, index) => {
      const name = nodes === 1 ? "node" : `node ${index + 1}`;
      return new Node(world, { ...machine, name, random: world.chance(name), skew: { offset_ms: 0 } });
    });
    world.turns.beforeEach = () => this.#countDown();
  }

  get serves(): boolean {
    return this.nodes.some((node) => node.serves);
  }

  /** For what the simulation itself does and checks, while a node serves. */
  get store(): Store {
    return this.#storage.store;
  }

  /** A process dies between two of its next turns. */
  crashSoon(): void {
    const node = this.#someNode();
    if (node.running) this.#dying = { node, turns: this.#chance.integer(0, 6) };
  }

  crash(node = this.#someNode()): void {
    this.#dying = null;
    if (!node.running) return;
    this.#storage.crashed();
    node.crash();
    this.#history.faults.crashes++;
    this.#world.after(this.#chance.integer(50, 5_000), () => node.start());
  }

  restart(): void {
    const node = this.#someNode();
    if (!node.serves) return;
    this.#history.faults.restarts++;
    const startAgain = () => this.#world.after(this.#chance.integer(50, 3_000), () => node.start());
    node.close().then(startAgain, (failure: unknown) => {
      this.#history.find(`the server could not close: ${String(failure)}`);
    });
  }

  moveClock(): void {
    const limit_ms = SKEW_MS_MAX[this.#size];
    const offset_ms = this.#chance.pick([limit_ms, limit_ms / 100, 0]);
    this.#someNode().skew.offset_ms = this.#chance.integer(-offset_ms, offset_ms);
  }

  /** For a while, nodes hear little of each other, or one of them nothing at all. */
  muffle(): void {
    if (this.#chance.happens(0.5)) this.doorbell.loss = this.#chance.pick([0.05, 0.5, 1]);
    else this.doorbell.cutOff(this.#someNode().name);
    this.#world.after(this.#chance.integer(100, 8_000), () => this.doorbell.mend());
  }

  /** Nothing fails any more, and every node serves. */
  heal(): void {
    this.storage_faults = 0;
    this.#dying = null;
    this.doorbell.mend();
    for (const node of this.nodes) node.start();
    this.#world.turns.settle();
  }

  /** Nothing that happens from now on belongs to the simulation. */
  remove(): Promise<void> {
    this.#over = true;
    return this.#storage.remove();
  }

  #someNode(): Node {
    return this.#chance.pick(this.nodes);
  }

  #countDown(): void {
    if (this.#dying && this.#dying.turns-- === 0) this.crash(this.#dying.node);
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
    if (revoked_ms === undefined || this.#world.now_ms <= revoked_ms + REVOKED_AFTER_MS[this.#size]) return;
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
