import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { type Program, startProgram } from "./program.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const PROGRAMS = "/usr/lib/postgresql/15/bin";
const OWNER = "postgres";

/** The server settings that durability hangs on are left as PostgreSQL ships them: on. */
export interface PostgresOptions {
  /** Keeps the cluster here, and finds it again; without one it is temporary. */
  folder?: string;
  /** Lines of postgresql.conf. */
  settings?: Readonly<Record<string, string | number>>;
}

export interface Postgres {
  /** Of the database `postgres`, as its owner. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends its sessions and itself. A cluster in a folder of one's own is written down first. */
  stop(): Promise<void>;
  /** kill -9 of the postmaster and of every process it has started. */
  kill(): Promise<void>;
  /** Starts it again at the same address, after `kill` or from running. */
  restart(): Promise<void>;
  /** Runs psql, which stops at the first error. */
  psql(database: string, ...args: string[]): void;
}

export const postgresInstalled = () => existsSync(join(PROGRAMS, "postgres"));

/** A PostgreSQL cluster of its own on a free port of the loopback interface, without a socket file. */
export async function startPostgres({ folder, settings = {} }: PostgresOptions = {}): Promise<Postgres> {
  if (!postgresInstalled())
    throw new Error(`PostgreSQL is not installed in ${PROGRAMS}: apt install postgresql-15`);
  const temporary = folder ? null : temporaryFolder("postgres");
  const home = folder ?? temporary!.path;
  const port = freePort();
  const user = ownerIds();
  const data = join(home, "data");
  if (!existsSync(data)) createCluster(home, data, user);
  writeFileSync(join(data, "postgresql.auto.conf"), configuration({ port, ...settings }));

  const start = () =>
    startProgram({
      argv: [join(PROGRAMS, "postgres"), "-D", data],
      folder: home,
      name: "postgres",
      ...(user && { user }),
      stopSignal: "SIGINT", // fast shutdown: it ends sessions instead of waiting for them
      answers: () => isReady(port),
    });
  let program = await start();

  return {
    port,
    url: `postgres://${OWNER}@127.0.0.1:${port}/postgres`,
    get pid() {
      return program.pid;
    },
    async stop() {
      await (temporary ? killAll(program) : program.stop()); // nobody reads a temporary cluster again
      temporary?.remove();
    },
    kill: () => killAll(program),
    async restart() {
      await killAll(program);
      program = await start();
    },
    psql(database, ...args) {
      const server = ["-h", "127.0.0.1", "-p", String(port), "-U", OWNER, "-d", database];
      run(home, "psql", ...server, "-q", "-v", "ON_ERROR_STOP=1", ...args);
    },
  };
}

interface UserIds {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root. */
function ownerIds(): UserIds | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(Bun.spawnSync(["id", flag, OWNER]).stdout.toString());
  return { uid: id("-u"), gid: id("-g") };
}

function createCluster(home: string, data: string, user: UserIds | null): void {
  mkdirSync(home, { recursive: true });
  if (user) chownSync(home, user.uid, user.gid);
  const access = ["-A", "trust", "-E", "UTF8", "--no-locale", "-U", OWNER];
  // Syncing the empty cluster matters only to a power cut in this second.
  const { success, stderr } = Bun.spawnSync([join(PROGRAMS, "initdb"), "-D", data, "--no-sync", ...access], {
    cwd: home,
    ...user,
  });
  if (!success) throw new Error(`initdb: ${stderr}`);
}

function configuration(settings: Readonly<Record<string, string | number>>): string {
  const all = { listen_addresses: "127.0.0.1", unix_socket_directories: "", ...settings };
  return Object.entries(all)
    .map(([name, value]) => `${name} = '${value}'\n`)
    .join("");
}

/** It listens a little before it accepts sessions; only this tells the two apart. */
function isReady(port: number): boolean {
  const server = ["-h", "127.0.0.1", "-p", String(port)];
  return Bun.spawnSync([join(PROGRAMS, "pg_isready"), "-q", ...server]).success;
}

/** The children would end by themselves, but first finish what they are at. */
async function killAll(program: Program): Promise<void> {
  const children = childrenOf(program.pid);
  await program.kill();
  for (const pid of children) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  while (children.some(isAlive)) await Bun.sleep(5);
}

function childrenOf(parent: number): number[] {
  const pids = readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0);
  return pids.filter((pid) => parentOf(pid) === parent);
}

const parentOf = (pid: number) => Number(statusOf(pid)?.[1]);

/** A zombie holds nothing any more. */
function isAlive(pid: number): boolean {
  const [state] = statusOf(pid) ?? [];
  return state !== undefined && state !== "Z";
}

/** /proc/<pid>/stat from its third field on: those after the command name, which may itself hold spaces (proc(5)). */
function statusOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null; // it has ended since
  }
}

function run(folder: string, program: string, ...args: string[]): void {
  const { success, stderr } = Bun.spawnSync([join(PROGRAMS, program), ...args], { cwd: folder });
  if (!success) throw new Error(`${program}: ${stderr}`);
}
