import { existsSync, realpathSync } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "@feiliao/server/platform/clock";
import { formatBytes } from "../plan/quantity.ts";
import { UsageError } from "../usage.ts";
import { addBackup, backupsIn, keepNewest } from "./backup-folder.ts";
import { type CopiedBlobs, copyBlobs } from "./copy-blobs.ts";
import { blobsOf, type Deployment, deploymentOf, secretFileOf } from "./deployment.ts";
import { copyDurably } from "./durable.ts";
import { copyDatabases } from "./embedded-backup.ts";
import { BLOB_LIST_FILE, SECRET_FILE, writeManifest } from "./manifest.ts";
import { dumpDatabase } from "./postgres-backup.ts";
import { verifyBackup } from "./verify-backup.ts";

export const usage = `feiliao backup TARGET [--data DIR] [--keep N]

Adds a backup of the server, which may be running, to the folder TARGET: a new folder named by the time, complete
in itself. Blobs that the previous backup in TARGET has are linked to it, so that they take space once; old
backups can be deleted at will. It is verified before it gets its name; its path is printed.

  --data DIR    the server's data folder (default FEILIAO_DATA, or ./data)
  --keep N      afterwards remove the oldest backups in TARGET, so that N stay

With FEILIAO_DATABASE=postgres://… the database is dumped with PostgreSQL's own pg_dump; FEILIAO_BLOBS and
FEILIAO_SECRET_FILE say where the nodes keep the rest.

A backup holds the server's secret: keep it as safe as the server. docs/operating.md has the drill.`;

/** `feiliao backup`. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      data: { type: "string", default: process.env.FEILIAO_DATA || "./data" },
      keep: { type: "string" },
    },
  });
  const keep = keepOf(values.keep);
  const [target] = positionals;
  if (!target || positionals.length > 1) throw new UsageError("name one folder for the backup");
  await mkdir(target, { recursive: true, mode: 0o700 });
  refuseWithin(target, values.data);

  const deployment = deploymentOf(values.data, process.env);
  const created_at = systemClock.now();
  const previous = (await backupsIn(target)).at(-1) ?? null;
  let blobs: CopiedBlobs | null = null;
  const path = await addBackup(target, created_at, async (folder) => {
    blobs = await fill(folder, previous, deployment, created_at);
    await verifyBackup(folder, { deep: false });
  });
  if (keep) await keepNewest(target, keep);
  report(path, blobs!);
}

function keepOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new UsageError("--keep: a whole number, at least 1");
  return count;
}

async function fill(
  folder: string,
  previous: string | null,
  deployment: Deployment,
  created_at: number,
): Promise<CopiedBlobs> {
  const { database, data } = deployment;
  const { names, schema_version } = database
    ? await dumpDatabase(database, folder)
    : await copyDatabases(data, folder);
  // After the database: a message refers to a blob only when the blob is durable (D12).
  const copied = await copyBlobs(blobsOf(deployment, data), folder, previous);
  const secret = secretFileOf(deployment, data);
  if (existsSync(secret)) {
    await copyDurably(secret, join(folder, SECRET_FILE));
    await chmod(join(folder, SECRET_FILE), 0o600);
    names.push(SECRET_FILE);
  }
  const { count, bytes } = copied;
  const form = database ? "postgresql" : "embedded";
  const about = { created_at, form, schema_version, blobs: { count, bytes } } as const;
  await writeManifest(folder, about, [...names, BLOB_LIST_FILE]);
  return copied;
}

function refuseWithin(target: string, data: string): void {
  const folder = existsSync(data) ? realpathSync(data) : resolve(data);
  const way = relative(folder, realpathSync(target));
  if (!way.startsWith(".."))
    throw new UsageError(`${target} is within the data folder: what damages one would damage both`);
}

function report(path: string, { count, bytes, copied, damaged }: CopiedBlobs): void {
  console.log(path);
  console.error(`${count} blobs (${formatBytes(bytes)}), ${copied} of them new`);
  if (damaged.length === 0) return;
  throw new Error(
    `the backup is complete but for ${damaged.length} blobs whose bytes are damaged on the server: ${damaged.join(" ")}`,
  );
}
