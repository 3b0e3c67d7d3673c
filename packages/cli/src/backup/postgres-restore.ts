import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@feiliao/server/platform/clock";
import type { Deployment } from "./deployment.ts";
import type { Restored } from "./embedded-restore.ts";
import { DUMP_FILE, type Manifest } from "./manifest.ts";
import { restoreDatabase } from "./postgres-backup.ts";
import { restoreBlobsAndSecret } from "./restore-blobs-and-secret.ts";

/**
 * Puts a verified backup into a PostgreSQL database, and its blobs and secret where the nodes keep theirs. Blobs
 * come first: a message refers to one only when it is durable (D12).
 */
export async function restorePostgres(
  backup: string,
  manifest: Manifest,
  deployment: Deployment & { database: string },
  replace: boolean,
): Promise<Restored> {
  const { data, database } = deployment;
  await mkdir(data, { recursive: true, mode: 0o700 });
  await restoreBlobsAndSecret(backup, manifest, deployment, data);
  const now = systemClock.now();
  const { epoch, moved_to } = await restoreDatabase(database, join(backup, DUMP_FILE), { replace, now });
  return { epoch, moved_to: moved_to && `the schema ${moved_to}` };
}
