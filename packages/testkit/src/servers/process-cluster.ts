import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ServerProcess, startServerProcess } from "../server-process.ts";
import { type NatsCluster, startNatsCluster } from "./nats.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { startAll } from "./program.ts";

export interface ClusterNode {
  readonly url: string;
  readonly pid: number;
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Starts it again at the same address, after `kill` or `stop`. */
  start(): Promise<void>;
}

/** One service of several processes on this machine. */
export interface ProcessCluster {
  readonly nodes: readonly ClusterNode[];
  readonly postgres: Postgres;
  readonly nats: NatsCluster;
  stop(): Promise<void>;
}

export interface ProcessClusterOptions {
  /** Holds everything: the database, blobs, the secret, and a data folder for each node. */
  folder: string;
  nodes?: number;
  /** Further settings of every node, by their environment variables. */
  settings?: Record<string, string>;
}

const NATS_SERVERS = 3;
const SECRET_BYTES = 32;

/** PostgreSQL, a cluster of three NATS servers and nodes that share them, all on free ports of this machine. */
export async function startProcessCluster({
  folder,
  nodes: count = 3,
  settings = {},
}: ProcessClusterOptions): Promise<ProcessCluster> {
  const inFolder = (name: string) => join(folder, name);
  for (const name of ["postgres", "nats", "blobs"]) mkdirSync(inFolder(name), { recursive: true });
  const [postgres, nats] = await Promise.all([
    startPostgres({ folder: inFolder("postgres") }),
    startNatsCluster(NATS_SERVERS, inFolder("nats")),
  ]);
  const environment = {
    FEILIAO_DATABASE: postgres.url,
    FEILIAO_BUS: nats.url,
    FEILIAO_BLOBS: pathToFileURL(inFolder("blobs")).href,
    FEILIAO_SECRET_FILE: keptSecret(inFolder("secret")),
    FEILIAO_HANDSETS: inFolder("handsets.sqlite"),
    ...settings,
  };
  const nodes = await startAll(
    Array.from({ length: count }, (_, index) => startNode(inFolder(`node-${index + 1}`), environment)),
    (node) => node.stop(),
  );
  return {
    nodes,
    postgres,
    nats,
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
      await Promise.all([postgres.stop(), nats.stop()]);
    },
  };
}

async function startNode(data_folder: string, environment: Record<string, string>): Promise<ClusterNode> {
  let server: ServerProcess = await startServerProcess(data_folder, 0, { environment });
  const { url } = server;
  return {
    url,
    get pid() {
      return server.pid;
    },
    kill: () => server.kill(),
    stop: () => server.stop(),
    async start() {
      server = await startServerProcess(data_folder, Number(new URL(url).port), { environment });
    },
  };
}

/** The path of the secret that all nodes share, made at the first time. */
function keptSecret(path: string): string {
  const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))).toString("hex");
  try {
    writeFileSync(path, secret, { mode: 0o600, flag: "wx" });
  } catch (failure) {
    if (!(failure instanceof Error && "code" in failure && failure.code === "EEXIST")) throw failure;
  }
  return path;
}
