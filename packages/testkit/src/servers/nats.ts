import { existsSync } from "node:fs";
import { freePort } from "./free-port.ts";
import { type Program, startAll, startProgram } from "./program.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const NATS_SERVER = "/usr/sbin/nats-server";
const CLUSTER = "feiliao-test";

export const natsInstalled = () => existsSync(NATS_SERVER);

/** A NATS server that can be killed and started again at the same address. */
export interface NatsServer {
  readonly url: string;
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** It keeps its connections and does nothing, until resumed. */
  pause(): void;
  resume(): void;
}

export interface Nats extends NatsServer {
  stop(): Promise<void>;
}

export interface NatsCluster {
  /** All servers in one URL. */
  readonly url: string;
  readonly servers: readonly NatsServer[];
  stop(): Promise<void>;
}

/** One server on a free port. `options`: further arguments of nats-server. */
export async function startNats(...options: string[]): Promise<Nats> {
  const folder = temporaryFolder("nats");
  const { server, stop } = await startServer(folder.path, { name: "nats", port: freePort(), options });
  return {
    ...server,
    async stop() {
      await stop();
      folder.remove();
    },
  };
}

/** Servers that pass each other's messages on. Resolves when each knows all others. */
export async function startNatsCluster(size: number, folder_path?: string): Promise<NatsCluster> {
  const folder = folder_path ? { path: folder_path, remove() {} } : temporaryFolder("nats-cluster");
  const plans = Array.from({ length: size }, (_, index) => ({
    name: `nats-${index + 1}`,
    port: freePort(),
    cluster_port: freePort(),
    http_port: freePort(),
  }));
  const routes = plans.map(({ cluster_port }) => `nats://127.0.0.1:${cluster_port}`).join(",");
  const started = await startAll(
    plans.map(({ cluster_port, http_port, ...plan }) =>
      startServer(folder.path, {
        ...plan,
        options: [
          ...["--cluster_name", CLUSTER, "--cluster", `nats://127.0.0.1:${cluster_port}`],
          ...["--routes", routes, "--http_port", String(http_port)],
        ],
        // Two servers may hold more than one route to each other for a moment.
        answers: async () => (await routesAt(http_port)) >= size - 1,
      }),
    ),
    ({ stop }) => stop(),
  );
  return {
    url: `nats://${plans.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
    servers: started.map(({ server }) => server),
    async stop() {
      await Promise.all(started.map(({ stop }) => stop()));
      folder.remove();
    },
  };
}

interface Plan {
  name: string;
  port: number;
  options: string[];
  answers?: () => Promise<boolean>;
}

async function startServer(folder: string, { name, port, options, answers }: Plan) {
  const start = (answering: () => boolean | Promise<boolean>): Promise<Program> =>
    startProgram({
      argv: [NATS_SERVER, "--addr", "127.0.0.1", "--port", String(port), "--name", name, ...options],
      folder,
      name,
      answers: answering,
    });
  const serves = () => saysInfo(port);
  let program = await start(answers ?? serves);
  const server: NatsServer = {
    url: `nats://127.0.0.1:${port}`,
    kill: () => program.kill(),
    async restart() {
      await program.kill();
      program = await start(serves);
    },
    pause: () => program.pause(),
    resume: () => program.resume(),
  };
  return { server, stop: () => program.kill() };
}

/** A NATS server greets with INFO. */
async function saysInfo(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data: (_socket, bytes) => resolve(bytes.toString().startsWith("INFO ")),
      close: () => resolve(false),
    },
  }).catch(() => null);
  if (!socket) return false;
  const greeted = await promise;
  socket.end();
  return greeted;
}

async function routesAt(http_port: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${http_port}/routez`).catch(() => null);
  return response ? ((await response.json()) as { num_routes: number }).num_routes : 0;
}
