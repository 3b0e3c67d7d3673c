import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PRODUCT_VERSION } from "@feiliao/server/platform/version";
import { UnsoundBackup } from "../usage.ts";
import { type Checksum, checksumOf, writeDurably } from "./durable.ts";

export const MANIFEST_FILE = "manifest.json";
/** One blob a line: its id, which is its hash, and its bytes. */
export const BLOB_LIST_FILE = "blobs.txt";
export const BLOB_FOLDER = "blobs";
export const SECRET_FILE = "secret";
export const DUMP_FILE = "database.dump";

const FORMAT = 1;

/** What a backup holds; written last, so that a folder without one is no backup. */
export interface Manifest {
  format: typeof FORMAT;
  product_version: string;
  /** Milliseconds since 1970. */
  created_at: number;
  /** Where it is from and where it can go: data folder, or PostgreSQL by pg_dump. */
  form: "embedded" | "postgresql";
  /** Of the database; a server older than that cannot read it. */
  schema_version: number;
  /** Every file but the manifest and the blobs, which the blob list names. */
  files: Record<string, Checksum>;
  blobs: { count: number; bytes: number };
}

export async function writeManifest(
  folder: string,
  about: Omit<Manifest, "format" | "product_version" | "files">,
  names: readonly string[],
): Promise<Manifest> {
  const files: Manifest["files"] = {};
  for (const name of names) files[name] = await checksumOf(join(folder, name));
  const manifest: Manifest = { format: FORMAT, product_version: PRODUCT_VERSION, ...about, files };
  await writeDurably(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** @throws {UnsoundBackup} when it is not there or cannot be read */
export function readManifest(folder: string): Manifest {
  const path = join(folder, MANIFEST_FILE);
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(path, "utf8")) as Manifest;
  } catch {
    throw new UnsoundBackup(`${folder} is no whole backup: its ${MANIFEST_FILE} is missing or damaged`);
  }
  if (manifest.format !== FORMAT) {
    const { format, product_version } = manifest;
    throw new UnsoundBackup(
      `${folder} has format ${format}, which this version does not know: use Feiliao ${product_version}`,
    );
  }
  return manifest;
}
