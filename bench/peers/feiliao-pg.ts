import { mkdirSync } from "node:fs";
import { type Postgres, postgresInstalled, startPostgres } from "@feiliao/testkit/servers/postgres";
import { FeiliaoDriver } from "../drivers/feiliao.ts";
import type { Options } from "../options.ts";
import { importUsers, startFeiliao } from "./feiliao-server.ts";
import { FAST, type Peer } from "./peer.ts";
import { POSTGRES_SETTINGS } from "./postgres-settings.ts";

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
  return {
    name: "feiliao-pg",
    driver,
    pace: FAST,
    person: null,
    history: null,
    missing: () => (postgresInstalled() ? null : "needs the Debian package postgresql-15"),
    async prepare(population) {
      mkdirSync(folder, { recursive: true });
      const database = await startDatabase();
      driver.setUsers(await importUsers(on(database), population));
      await database.stop();
    },
    async start() {
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
    },
  };
}
