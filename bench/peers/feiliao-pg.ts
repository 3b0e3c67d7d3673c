import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { startNats } from "@feiliao/testkit/servers/nats";
import { type Postgres, postgresInstalled, startPostgres } from "@feiliao/testkit/servers/postgres";
import { FeiliaoDriver } from "../drivers/feiliao.ts";
import { holdTo, quotaMissing } from "../measure/cpu-quota.ts";
import type { Options } from "../options.ts";
import { importUsers, startFeiliao } from "./feiliao-server.ts";
import { FAST, type Peer, type RunningCluster, type RunningPeer } from "./peer.ts";
import { POSTGRES_SETTINGS } from "./postgres-settings.ts";

const NATS_SERVER = "/usr/sbin/nats-server";

/** Our own server on PostgreSQL, with the settings that ejabberd's has. */
export function feiliaoPg(folder: string, { receipts, profile }: Options): Peer {
  const driver = new FeiliaoDriver(receipts);
  const startDatabase = (): Promise<Postgres> =>
    startPostgres({ folder: `${folder}/postgres`, settings: POSTGRES_SETTINGS });
  const on = ({ url }: Postgres) => ({
    folder,
    settings: { FEILIAO_DATABASE: url, FEILIAO_BUS: "none" },
    profile,
  });

  async function start(): Promise<RunningPeer> {
    const database = await startDatabase();
    const server = await startFeiliao(on(database));
    return {
      ...server,
      pids: [...server.ownPids, database.pid],
      async stop() {
        await server.stop();
        await database.stop();
      },
    };
  }

  async function startCluster(count: number, cpu_share: number): Promise<RunningCluster> {
    const database = await startDatabase();
    const nats = await startNats();
    const settings = {
      FEILIAO_DATABASE: database.url,
      FEILIAO_BUS: nats.url,
      FEILIAO_BLOBS: `file://${folder}/blobs`,
      FEILIAO_SECRET_FILE: `${folder}/secret`,
    };
    const nodes: RunningPeer[] = [];
    for (let node = 1; node <= count; node++) {
      const home = `${folder}/node-${node}`;
      mkdirSync(home, { recursive: true });
      nodes.push(await startFeiliao({ folder: home, settings }));
    }
    const nodePids = nodes.flatMap(({ ownPids }) => ownPids);
    const releases = nodePids.map((pid) => holdTo(cpu_share, pid));
    return {
      ports: nodes.map(({ port }) => port),
      nodePids,
      async stop() {
        await Promise.all(nodes.map((node) => node.stop()));
        for (const release of releases) release();
        await nats.stop();
        await database.stop();
      },
    };
  }

  return {
    name: "feiliao-pg",
    driver,
    pace: FAST,
    person: null,
    history: null,
    cluster: quotaMissing() || !existsSync(NATS_SERVER) ? null : { start: startCluster },
    missing: () => (postgresInstalled() ? null : "needs the Debian package postgresql-15"),
    async prepare(population) {
      mkdirSync(`${folder}/blobs`, { recursive: true });
      writeFileSync(`${folder}/secret`, randomBytes(32).toString("hex"), { mode: 0o600 });
      const database = await startDatabase();
      driver.setUsers(await importUsers(on(database), population));
      await database.stop();
    },
    start,
  };
}
