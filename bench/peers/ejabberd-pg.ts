import { existsSync, mkdirSync } from "node:fs";
import { type Postgres, postgresInstalled, startPostgres } from "@feiliao/testkit/servers/postgres";
import { XmppDriver } from "../drivers/xmpp/driver.ts";
import { LIBRARY_FOLDER } from "./debian.ts";
import { type Peer, type RunningPeer, UNHURRIED } from "./peer.ts";
import { POSTGRES_SETTINGS } from "./postgres-settings.ts";
import { answersTcp, freePort } from "./probe.ts";
import { startProcess } from "./process.ts";
import { writeConfiguration } from "./template.ts";
import { registerAccounts, XMPP_HELLO } from "./xmpp-accounts.ts";

const SCHEMA = "/usr/share/ejabberd/sql/pg.sql";
/** As Debian's script starts it, but idle schedulers sleep instead of spinning: that costs less CPU and no throughput. */
const EMULATOR = "-noinput +K true +P 250000 +Q 65536 +sbwt none +sbwtdcpu none +sbwtdio none".split(" ");

/** ejabberd with everything in PostgreSQL: each message is committed before it is confirmed. */
export function ejabberdPg(folder: string): Peer {
  const startDatabase = (): Promise<Postgres> =>
    startPostgres({ folder: `${folder}/postgres`, settings: POSTGRES_SETTINGS });

  async function createDatabase(): Promise<void> {
    const database = await startDatabase();
    database.psql("postgres", "-c", "CREATE DATABASE ejabberd");
    database.psql("ejabberd", "-f", SCHEMA);
    await database.stop();
  }

  async function start(): Promise<RunningPeer> {
    const database = await startDatabase();
    const port = freePort();
    const values = { PORT: port, DATABASE_PORT: database.port };
    writeConfiguration("ejabberd.yml", `${folder}/ejabberd.yml`, values);
    const server = await startProcess({
      argv: ["erl", ...EMULATOR, "-mnesia", "dir", JSON.stringify(`${folder}/mnesia`), "-s", "ejabberd"],
      folder,
      environment: {
        ERL_LIBS: LIBRARY_FOLDER,
        EJABBERD_CONFIG_PATH: `${folder}/ejabberd.yml`,
        EJABBERD_LOG_PATH: `${folder}/ejabberd.log`,
        ERL_CRASH_DUMP: `${folder}/crash.dump`,
        ERL_MAX_ETS_TABLES: "10000",
      },
      answers: () => answersTcp(port, ...XMPP_HELLO),
    });
    return {
      port,
      ownPids: [server.pid],
      pids: [server.pid, database.pid],
      started_ms: server.started_ms,
      async stop() {
        await server.stop();
        await database.stop();
      },
    };
  }

  return {
    name: "ejabberd-pg",
    driver: new XmppDriver(),
    pace: UNHURRIED,
    person: null,
    history: null,
    cluster: null,
    missing() {
      const installed = Bun.which("erl") && existsSync(SCHEMA) && postgresInstalled();
      return installed ? null : "needs the Debian packages ejabberd erlang-p1-pgsql postgresql-15";
    },
    async prepare({ accounts }) {
      mkdirSync(folder, { recursive: true });
      await createDatabase();
      const server = await start();
      await registerAccounts(server.port, accounts);
      await server.stop();
    },
    start,
  };
}
