import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "@feiliao/testkit";
import { type NatsCluster, natsInstalled, startNatsCluster } from "@feiliao/testkit/servers/nats";
import { type Postgres, postgresInstalled, startPostgres } from "@feiliao/testkit/servers/postgres";
import type { Report } from "../audit/audit.ts";
import { database } from "../audit/open-database.ts";
import { NodeUnderTest } from "../harness/node-under-test.ts";
import { type Imported, importPeople, type Population } from "../workload/people.ts";
import { Town, type TownOptions } from "../workload/town.ts";
import { FrontDoor, isHealthy } from "./front-door.ts";

const NODES = 3;
const SECRET = "5".repeat(64);
/** Generous, since the machine may be busy. */
const HEALTHY_MS_MAX = 30_000;
/** What people do unless a fault says otherwise: they come back by another node when one keeps them waiting. */
const HABITS: TownOptions = { pause_ms: 5, answer_ms_max: 3_000, several_nodes: true };

export interface ClusterOptions extends Partial<Population> {
  /** What stands between a node and its database: the URL it is given instead of the database's. */
  database?(url: string, node: number): Promise<string>;
  /** The same for the bus; by default each node knows all servers. */
  bus?(nats: NatsCluster, node: number): Promise<string>;
}

export const clusterUnavailable = () =>
  [!postgresInstalled() && "PostgreSQL", !natsInstalled() && "nats-server"]
    .filter((missing) => missing !== false)
    .map((missing) => `${missing} is not installed`)
    .join(", ") || null;

/** Three node processes that are one service, on a PostgreSQL and a NATS cluster of their own. */
export class ClusterUnderTest {
  readonly postgres: Postgres;
  readonly nats: NatsCluster;
  readonly nodes: readonly NodeUnderTest[];
  readonly people: Imported[];
  readonly #door: FrontDoor;

  private constructor(parts: {
    postgres: Postgres;
    nats: NatsCluster;
    nodes: readonly NodeUnderTest[];
    people: Imported[];
    door: FrontDoor;
  }) {
    this.postgres = parts.postgres;
    this.nats = parts.nats;
    this.nodes = parts.nodes;
    this.people = parts.people;
    this.#door = parts.door;
  }

  static async start(folder: string, options: ClusterOptions = {}): Promise<ClusterUnderTest> {
    const { people: count = 12, conversations = 6, group = 0 } = options;
    const [postgres, nats] = await Promise.all([startPostgres(), startNatsCluster(NODES)]);
    const population = { people: count, conversations, group };
    const people = await importPeople(folder, population, { FEILIAO_DATABASE: postgres.url });
    writeFileSync(join(folder, "secret"), SECRET);
    const nodes = await Promise.all(
      Array.from({ length: NODES }, async (_, node) => {
        const home = join(folder, `node-${node}`);
        mkdirSync(home);
        const environment = {
          FEILIAO_DATABASE: (await options.database?.(postgres.url, node)) ?? postgres.url,
          FEILIAO_BUS: (await options.bus?.(nats, node)) ?? nats.url,
          FEILIAO_BLOBS: `file://${join(folder, "blobs")}`,
          FEILIAO_SECRET_FILE: join(folder, "secret"),
          FEILIAO_HANDSETS: join(folder, "handsets.sqlite"),
        };
        return NodeUnderTest.start(home, { environment });
      }),
    );
    const door = await FrontDoor.open(nodes.map(({ port }) => port));
    return new ClusterUnderTest({ postgres, nats, nodes, people, door });
  }

  /** Where people come in: any node, another one each time. */
  get url(): string {
    return this.#door.url;
  }

  /** Everybody connects, by any node. */
  arrive(options: TownOptions = {}): Promise<Town> {
    return Town.arrive(this.url, this.people, { ...HABITS, ...options });
  }

  /** Every node says that it serves. */
  async healthy(): Promise<void> {
    const areHealthy = async () => {
      const states = await Promise.all(this.nodes.map(({ port }) => isHealthy(port)));
      return states.every((isOne) => isOne);
    };
    await until("every node to be healthy", areHealthy, HEALTHY_MS_MAX);
  }

  /** Lets a town come to rest, stops the nodes and holds what the town knows against the database. */
  async conclude(town: Town): Promise<Report> {
    await this.healthy();
    await town.comeToRest();
    await town.leave();
    await this.stopNodes();
    return town.audit(database(this.postgres.url));
  }

  async stopNodes(): Promise<void> {
    await this.#door.close();
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  /** Ends all that still runs, also when a run broke off. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#door.close();
    await Promise.all(this.nodes.map((node) => node.kill()));
    await Promise.all([this.postgres.stop(), this.nats.stop()]);
  }
}
