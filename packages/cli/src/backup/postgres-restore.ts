import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@feiliao/server/platform/clock";
import { copyBlobsBack } from "./copy-blobs.ts";
import { copyDurably, sync } from "./durable.ts";
import type { Restored, RestoreTarget } from "./embedded-restore.ts";
import { BLOB_FOLDER, DUMP_FILE, type Manifest, SECRET_FILE } from "./manifest.ts";
import { restoreDatabase } from "./postgres-backup.ts";

/**
 * Puts a verified backup into a PostgreSQL database, and its blobs and secret where the nodes keep theirs. Blobs
 * come first: a message refers to one only when it is durable (D12).
 */
export async function restorePostgres(
  url: string,
  backup: string,
  manifest: Manifest,
  { data, replace }: RestoreTarget,
): Promise<Restored> {
  await mkdir(data, { recursive: true, mode: 0o700 });
  await copyBlobsBack(backup, join(data, BLOB_FOLDER));
  const secret = join(data, SECRET_FILE);
  if (manifest.files[SECRET_FILE] && !existsSync(secret)) {
    await copyDurably(join(backup, SECRET_FILE), secret);
    await sync(data);
  }
  const restored = await restoreDatabase(url, join(backup, DUMP_FILE), { replace, now: systemClock.now() });
  return { ...restored, moved_to: restored.moved_to && `the schema ${restored.moved_to}` };
}
