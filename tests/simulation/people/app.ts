import {
  type Cache,
  type ClientEvent,
  createClient,
  type FeiliaoClient,
  memoryCache,
  type TextOptions,
} from "@feiliao/client";
import type { ConversationId, DeviceId } from "@feiliao/protocol";
import type { Chance } from "@feiliao/testkit/chance";
import { metaKey, putMeta } from "../../../packages/client/src/cache/records.ts";
import type { Composed, History } from "../audit/history.ts";
import type { Connection } from "../network/connection.ts";
import { Link } from "../network/link.ts";
import type { Network } from "../network/network.ts";
import { webSocketClass } from "../network/web-socket.ts";
import { LocalClock, type Skew } from "../world/local-clock.ts";
import type { World } from "../world/world.ts";
import { AppCache } from "./app-cache.ts";
import type { Identity } from "./identity.ts";
import { OperationLog } from "./operation-log.ts";
import { Recording } from "./recording.ts";

interface Run {
  client: FeiliaoClient;
  clock: LocalClock;
  cache: AppCache;
  connections: Set<Connection>;
  recordings: Set<Recording>;
}

export interface AppParts {
  world: World;
  network: Network;
  history: History;
  identity: Identity;
}

/** Somebody's app on one device: the real SDK, in runs that share what its cache keeps. */
export class App {
  readonly identity: Identity;
  readonly link: Link;
  readonly skew: Skew = { offset_ms: 0 };
  /** The person signed out here. */
  left = false;
  readonly #parts: AppParts;
  readonly #chance: Chance;
  readonly #storage: Cache = memoryCache();
  /** What it shows may be older after a kill: it is another screen then. */
  #kills = 0;
  #run: Run | null = null;

  constructor(parts: AppParts) {
    const { world, identity } = parts;
    this.#parts = parts;
    this.identity = identity;
    this.link = new Link(world, identity.name);
    this.#chance = world.chance(`app ${identity.name}`);
    const { account_id, device_id, token } = identity;
    world.complete(
      this.#storage.write([putMeta(metaKey.credentials, { account_id, device_id, token })]),
      "signing in",
    );
  }

  get name(): string {
    return this.identity.name;
  }

  get running(): boolean {
    return this.#run !== null;
  }

  /** @throws when it is not running */
  get client(): FeiliaoClient {
    return this.#run!.client;
  }

  get online(): boolean {
    const session = this.#run?.client.session;
    return session?.phase === "signed_in" && session.connection.phase === "online";
  }

  get signedOut(): boolean {
    return this.#run?.client.session.phase === "signed_out";
  }

  start(): void {
    const { world } = this.#parts;
    world.note(this.name, "starts");
    const clock = new LocalClock(world.clock, this.skew);
    const cache = new AppCache(this.#storage);
    const connections = new Set<Connection>();
    const client = createClient({
      url: "http://feiliao",
      ...{ cache, clock },
      randomBytes: (length) => this.#chance.bytes(length),
      ...this.#program(connections, () => this.#run?.connections === connections),
    });
    this.#run = { client, clock, cache, connections, recordings: new Set() };
    client.on((event) => this.#on(event));
    void client.start();
    world.turns.settle();
  }

  /** Closed by the person: what it was doing is brought to a good state. */
  stop(): void {
    const run = this.#run;
    if (!run) return;
    const { world } = this.#parts;
    world.note(this.name, "stops");
    for (const recording of run.recordings) recording.interrupt("kept");
    void run.client.stop();
    world.turns.settle();
    this.#end(run);
  }

  /** Killed by the system, at any moment. */
  kill(): void {
    if (!this.#run) return;
    this.#parts.world.note(this.name, "is killed");
    for (const recording of this.#run.recordings) recording.interrupt("lost");
    this.#kills++;
    this.#end(this.#run);
  }

  /** Nobody kills it any more, and its network works. */
  heal(told: boolean): void {
    this.#run?.cache.live();
    this.link.heal(told);
  }

  /** Killed between two of its next writes to the cache. */
  killSoon(writes: number): void {
    const run = this.#run;
    run?.cache.dieAfter(writes, () => {
      if (this.#run === run) this.kill();
    });
  }

  write(conversation_id: ConversationId, text: string, options?: TextOptions): void {
    const { world } = this.#parts;
    world.note(this.name, `writes ${text}`);
    const written = this.client.sendText(conversation_id, text, options);
    void written.then((key) => this.#composed(conversation_id, key, { type: "text", text }));
    world.turns.settle();
  }

  /** Speaks `packets` packets of 20 ms, then sends or cancels what was said. */
  speak(conversation_id: ConversationId, packets: number, cancels: boolean): void {
    const { world } = this.#parts;
    world.note(this.name, `speaks ${packets} packets`);
    const talk = this.client.startTalk(conversation_id);
    const recording = new Recording(world, this.#chance, talk, packets, cancels);
    this.#run!.recordings.add(recording);
    this.#composed(conversation_id, talk.key, recording.voice);
  }

  /** What the cache keeps, whether the app runs or not. */
  get cache(): Cache {
    return this.#storage;
  }

  /** It goes from one network to another, and its connections stay behind. */
  changeNetwork(old_ones_stall_ms: number): void {
    for (const connection of this.#run?.connections ?? []) connection.stall(old_ones_stall_ms);
    this.#run?.client.reconnect();
  }

  /** One direction of its open connections dies without a word. */
  swallow(direction: "up" | "down"): void {
    for (const connection of this.#run?.connections ?? []) connection.swallow(direction);
  }

  #composed(conversation_id: ConversationId, client_id: string, what: Composed["what"]): void {
    const { account_id, device_id } = this.identity;
    this.#parts.history.composed.push({
      ...{ account_id, device_id, conversation_id, client_id, what },
      discarded: false,
    });
  }

  #on(event: ClientEvent): void {
    if (event.type === "conversation") this.#look(event.conversation_id);
    if (event.type !== "message" || event.message.seq === null) return;
    const { conversation_id, seq } = event.message;
    this.#parts.history.notifications.push({ device_id: this.identity.device_id, conversation_id, seq });
    this.#parts.world.note(this.name, `tells of ${conversation_id} ${seq}`);
  }

  #look(conversation_id: ConversationId): void {
    const members = this.#run?.client.conversation(conversation_id)?.members ?? [];
    const device_id: DeviceId = `${this.identity.device_id}#${this.#kills}`;
    for (const { account_id, delivered, read, heard } of members) {
      const receipts = { delivered, read, heard };
      this.#parts.history.receipts_seen.push({
        ...{ device_id, view: "screen", conversation_id, account_id, ...receipts },
      });
    }
  }

  /** The program's way out: closed for good when its run is over. */
  #program(connections: Set<Connection>, isAlive: () => boolean) {
    const { world, history, network } = this.#parts;
    const log = new OperationLog(world, history, this.identity);
    const never = new Promise<never>(() => {});
    const webSocket = webSocketClass((client, opened) => {
      const connection = network.connect(this.link, client, opened, isAlive());
      connections.add(connection);
      return connection;
    }, log);
    const request = (url: string, init: RequestInit = {}) =>
      isAlive() ? network.request(this.link, url, init, log) : never;
    return { webSocket, fetch: request as typeof fetch };
  }

  #end(run: Run): void {
    this.#run = null;
    run.clock.kill();
    run.cache.kill();
    for (const connection of run.connections) {
      connection.break({ client_hears: false, server_hears: true });
    }
  }
}
