import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UnsoundBackup } from "../usage.ts";

const DEBIAN_FOLDER = "/usr/lib/postgresql";

/** The tools that a backup needs; they are PostgreSQL's own (Debian: postgresql-client). */
export type Tool = "pg_dump" | "pg_restore" | "psql";

/**
 * PostgreSQL's tools for one database. What it takes to connect goes to them by their environment
 * (PostgreSQL manual, 34.15): arguments can be read by everybody on the machine.
 */
export class PostgresTools {
  readonly #environment: Record<string, string>;

  /** @param url `postgres://user:password@host:port/database?sslmode=…` */
  constructor(url: string) {
    this.#environment = environmentOf(url);
  }

  /** Runs a tool to its end. @throws with what it printed to standard error */
  async run(tool: Tool, args: readonly string[]): Promise<string> {
    const child = Bun.spawn([pathOf(tool), ...args], {
      env: { ...process.env, ...this.#environment },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    const [out, complaint] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    if ((await child.exited) !== 0) throw new Error(`${tool}: ${complaint.trim()}`);
    return out.trim();
  }

  /**
   * Runs a script in one transaction, with a statement before and one after it. When the script cannot be read
   * to its end psql is ended before it could commit.
   */
  async runScript(before: string, script: AsyncIterable<Uint8Array>, after: string): Promise<void> {
    const statements = ["--single-transaction", `--command=${before}`, "--file=-", `--command=${after}`];
    const options = ["--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"];
    const child = Bun.spawn([pathOf("psql"), ...options, ...statements], {
      env: { ...process.env, ...this.#environment },
      stdin: "pipe",
      stdout: "ignore",
      stderr: "pipe",
    });
    let failure: unknown = null;
    try {
      for await (const part of script) {
        child.stdin.write(part);
        await child.stdin.flush();
      }
      await child.stdin.end();
    } catch (reason) {
      failure = reason;
      child.kill("SIGKILL");
    }
    const complaint = (await new Response(child.stderr).text()).trim();
    const code = await child.exited;
    // A pipe that broke because psql has ended is not the cause: what psql says is.
    if (failure && (failure instanceof UnsoundBackup || complaint === "")) throw failure;
    if (code !== 0) throw new Error(`psql: ${complaint}`);
  }

  /** One value. */
  value(query: string): Promise<string> {
    return this.run("psql", ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--command", query]);
  }

  /** @throws when the tools are older than the server: then they cannot know everything in it */
  async checkVersions(): Promise<void> {
    const server = Math.floor(Number(await this.value("SHOW server_version_num")) / 10_000);
    const tools = Number(/(\d+)(?:\.\d+)?/.exec(await this.run("pg_dump", ["--version"]))![1]);
    if (tools >= server) return;
    throw new Error(
      `pg_dump is of PostgreSQL ${tools} and the server of ${server}: install postgresql-client-${server}`,
    );
  }
}

/** The script that makes what a dump holds. @throws {UnsoundBackup} when the dump cannot be read to its end */
export async function* scriptOf(dump: string): AsyncGenerator<Uint8Array> {
  const child = Bun.spawn([pathOf("pg_restore"), "--no-owner", "--no-privileges", "--file=-", dump], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  try {
    const complaint = new Response(child.stderr).text();
    yield* child.stdout;
    if ((await child.exited) !== 0)
      throw new UnsoundBackup(`${dump} cannot be read: ${(await complaint).trim()}`);
  } finally {
    child.kill();
  }
}

/** The newest one that Debian has installed, or else the one on the path. */
function pathOf(tool: Tool): string {
  const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER) : [];
  const newest = versions
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(DEBIAN_FOLDER, version, "bin", tool))
    .find((path) => existsSync(path));
  const path = newest ?? Bun.which(tool);
  if (!path) throw new Error(`${tool} is not installed: install postgresql-client`);
  return path;
}

function environmentOf(text: string): Record<string, string> {
  const url = new URL(text);
  const given: Record<string, string | null> = {
    PGHOST: url.searchParams.get("host") ?? url.hostname.replace(/^\[|\]$/g, ""),
    PGPORT: url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    PGSSLMODE: url.searchParams.get("sslmode"),
    PGSSLROOTCERT: url.searchParams.get("sslrootcert"),
  };
  return Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
