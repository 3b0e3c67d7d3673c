import { mkdirSync } from "node:fs";
import { type Postgres, postgresInstalled, startPostgres } from "@feiliao/testkit/servers/postgres";
import { FeiliaoDriver } from "../drivers/feiliao.ts";
import type { ImportedUser } from "../drivers/feiliao-client.ts";
import { NEIGHBOURS_EACH_WAY } from "../load/neighbour.ts";
import type { Options } from "../options.ts";
import { FAST, type Peer, type Population } from "./peer.ts";
import { POSTGRES_SETTINGS } from "./postgres-settings.ts";
import { answersHttp, freePort } from "./probe.ts";
import { startProcess } from "./process.ts";

const PACKAGES = `${import.meta.dir}/../../packages`;

type Environment = Record<string, string>;

/** Our own server as it ships, with its accounts from `feiliao user import`. */
export function feiliao(folder: string, { receipts }: Options): Peer {
  const driver = new FeiliaoDriver(receipts);
  return {
    name: "feiliao",
    driver,
    pace: FAST,
    person: (index) => driver.user(index),
    missing: () => null,
    async prepare(population) {
      mkdirSync(folder, { recursive: true });
      driver.setUsers(await importUsers(folder, population, {}));
    },
    async start() {
      const { pid, ...server } = await startServer(folder, {});
      return { ownPids: [pid], pids: [pid], ...server };
    },
  };
}

/** Our own server with everything in PostgreSQL. */
export function feiliaoPg(folder: string, { receipts }: Options): Peer {
  const driver = new FeiliaoDriver(receipts);
  const startDatabase = (): Promise<Postgres> =>
    startPostgres({ folder: `${folder}/postgres`, settings: POSTGRES_SETTINGS });
  const on = ({ url }: Postgres): Environment => ({ FEILIAO_DATABASE: url, FEILIAO_BUS: "none" });
  return {
    name: "feiliao-pg",
    driver,
    pace: FAST,
    person: (index) => driver.user(index),
    missing: () => (postgresInstalled() ? null : "needs the Debian package postgresql-15"),
    async prepare(population) {
      mkdirSync(folder, { recursive: true });
      const database = await startDatabase();
      driver.setUsers(await importUsers(folder, population, on(database)));
      await database.stop();
    },
    async start() {
      const database = await startDatabase();
      const { pid, stop, ...server } = await startServer(folder, on(database));
      return {
        ownPids: [pid],
        pids: [pid, database.pid],
        ...server,
        async stop() {
          await stop();
          await database.stop();
        },
      };
    },
  };
}

async function startServer(folder: string, environment: Environment) {
  const port = freePort();
  const server = await startProcess({
    argv: [process.execPath, `${PACKAGES}/server/src/main.ts`],
    folder,
    environment: {
      PORT: String(port),
      FEILIAO_DATA: `${folder}/data`,
      // Each user of the bench sends faster than any person.
      FEILIAO_FRAMES_PER_S_MAX: "1000000",
      ...environment,
    },
    answers: () => answersHttp(`http://127.0.0.1:${port}/healthz`),
  });
  return { port, ...server };
}

async function importUsers(
  folder: string,
  { accounts, roomMembers }: Population,
  environment: Environment,
): Promise<ImportedUser[]> {
  const tokens = `${folder}/tokens.jsonl`;
  const importer = Bun.spawn(
    [
      ...[process.execPath, `${PACKAGES}/cli/src/main.ts`, "user", "import"],
      ...["--generate", String(accounts), "--conversations", String(2 * NEIGHBOURS_EACH_WAY)],
      ...(roomMembers > 0 ? ["--group", String(roomMembers)] : []),
      ...["--data", `${folder}/data`, "--tokens", tokens],
    ],
    { stdout: "ignore", stderr: "inherit", env: { ...process.env, ...environment } },
  );
  if ((await importer.exited) !== 0) throw new Error("feiliao user import failed");
  const lines = (await Bun.file(tokens).text()).trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}
