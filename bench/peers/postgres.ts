import { chownSync, existsSync, mkdirSync } from "node:fs";
import { freePort } from "./probe.ts";
import { type ServerProcess, startProcess } from "./process.ts";
import { writeConfiguration } from "./template.ts";

const PROGRAMS = "/usr/lib/postgresql/15/bin";

export const postgresInstalled = () => existsSync(`${PROGRAMS}/postgres`);

/** A PostgreSQL cluster of its own in a folder. */
export class Postgres {
  readonly port = freePort();
  private readonly folder: string;
  /** PostgreSQL refuses to run as root. */
  private readonly user = process.getuid?.() === 0 ? userIds("postgres") : undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  createCluster(): void {
    mkdirSync(this.folder, { recursive: true });
    if (this.user) chownSync(this.folder, this.user.uid, this.user.gid);
    this.run("initdb", "-D", this.dataFolder, "-A", "trust", "-E", "UTF8", "--no-locale", "-U", "postgres");
    const values = { PORT: this.port, FOLDER: this.folder };
    writeConfiguration("postgresql.conf", `${this.dataFolder}/postgresql.auto.conf`, values);
  }

  start(): Promise<ServerProcess> {
    return startProcess({
      argv: [`${PROGRAMS}/postgres`, "-D", this.dataFolder],
      folder: this.folder,
      ...(this.user && { user: this.user }),
      // Fast shutdown: ends sessions instead of waiting for them.
      stopSignal: "SIGINT",
      answers: async () => this.isReady(),
    });
  }

  /** A database with the tables of an SQL file; the cluster must be running. */
  createDatabase(name: string, schemaFile: string): void {
    this.psql("postgres", "-c", `CREATE DATABASE ${name}`);
    this.psql(name, "-f", schemaFile);
  }

  /** It listens a little before it accepts sessions; only this tells the two apart. */
  private isReady(): boolean {
    const server = ["-h", "127.0.0.1", "-p", String(this.port)];
    return Bun.spawnSync([`${PROGRAMS}/pg_isready`, "-q", ...server]).success;
  }

  private psql(database: string, ...args: string[]): void {
    const server = ["-h", "127.0.0.1", "-p", String(this.port), "-U", "postgres", "-d", database];
    this.run("psql", ...server, "-q", "-v", "ON_ERROR_STOP=1", ...args);
  }

  private run(program: string, ...args: string[]): void {
    const result = Bun.spawnSync([`${PROGRAMS}/${program}`, ...args], { cwd: this.folder, ...this.user });
    if (!result.success) throw new Error(`${program}: ${result.stderr}`);
  }

  private get dataFolder(): string {
    return `${this.folder}/data`;
  }
}

function userIds(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(Bun.spawnSync(["id", flag, name]).stdout.toString());
  return { uid: id("-u"), gid: id("-g") };
}
