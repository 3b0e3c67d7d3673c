import { Database } from "bun:sqlite";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { UnsoundBackup } from "../usage.ts";
import { readBlobList } from "./blob-list.ts";
import { blobPath } from "./blob-storage.ts";
import { isWhole } from "./copy-blobs.ts";
import { checksumOf } from "./durable.ts";
import { BLOB_FOLDER, DUMP_FILE, type Manifest, readManifest } from "./manifest.ts";
import { checkDump } from "./postgres-backup.ts";

/**
 * Holds a backup against its manifest: every file by its checksum, databases by SQLite's own check, and the
 * blobs by their presence and size, or with `deep` by their hash, which reads all of them.
 *
 * @throws {UnsoundBackup} with everything that was found
 */
export async function verifyBackup(folder: string, { deep }: { deep: boolean }): Promise<Manifest> {
  const manifest = readManifest(folder);
  const findings: string[] = [];
  for (const [name, expected] of Object.entries(manifest.files)) {
    const path = join(folder, name);
    const actual = await checksumOf(path).catch(() => null);
    if (!actual) findings.push(`${name} is missing`);
    else if (actual.bytes !== expected.bytes)
      findings.push(`${name} has ${actual.bytes} bytes instead of ${expected.bytes}`);
    else if (actual.sha256 !== expected.sha256) findings.push(`${name} was changed or damaged`);
    else if (name.endsWith(".sqlite")) findings.push(...checkDatabase(path, name));
    else if (name === DUMP_FILE) await checkDump(path);
  }
  if (findings.length === 0) findings.push(...(await checkBlobs(folder, manifest, deep)));
  if (findings.length > 0)
    throw new UnsoundBackup(`${folder} is not sound:\n${findings.map((each) => `  ${each}`).join("\n")}`);
  return manifest;
}

function checkDatabase(path: string, name: string): string[] {
  const database = new Database(path, { readonly: true });
  try {
    const results = database.query("PRAGMA integrity_check").values().flat();
    return results.filter((result) => result !== "ok").map((result) => `${name}: ${String(result)}`);
  } finally {
    database.close();
  }
}

async function checkBlobs(folder: string, { blobs }: Manifest, deep: boolean): Promise<string[]> {
  const findings: string[] = [];
  const list = readBlobList(folder);
  if (list.length !== blobs.count) findings.push(`${list.length} blobs are listed instead of ${blobs.count}`);
  for (const { blob_id, bytes } of list) {
    const path = blobPath(join(folder, BLOB_FOLDER), blob_id);
    const size = (await stat(path).catch(() => null))?.size;
    if (size === undefined) findings.push(`blob ${blob_id} is missing`);
    else if (size !== bytes || (deep && !(await isWhole(path, blob_id))))
      findings.push(`blob ${blob_id} was changed or damaged`);
  }
  return findings;
}
