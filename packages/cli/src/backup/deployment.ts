import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../usage.ts";
import { type BlobStorage, folderBlobs } from "./blob-storage.ts";
import { BLOB_FOLDER, SECRET_FILE } from "./manifest.ts";
import { s3BlobStorage } from "./s3-blob-storage.ts";

/** Where a server, or the nodes of a service, keep what a backup is made of. Null: in the data folder. */
export interface Deployment {
  data: string;
  /** URL of a PostgreSQL database. */
  database: string | null;
  blobs: string | null;
  secret_file: string | null;
}

/** By the same settings that the server reads (docs/configuration.md). */
export function deploymentOf(
  data: string,
  environment: Readonly<Record<string, string | undefined>>,
): Deployment {
  const { FEILIAO_DATABASE, FEILIAO_BLOBS, FEILIAO_SECRET_FILE } = environment;
  return {
    data,
    database: FEILIAO_DATABASE || null,
    blobs: FEILIAO_BLOBS || null,
    secret_file: FEILIAO_SECRET_FILE || null,
  };
}

/** The storage that the settings name, or else the one in a data folder. */
export function blobsOf({ blobs }: Deployment, data: string): BlobStorage {
  if (!blobs) return folderBlobs(join(data, BLOB_FOLDER));
  if (URL.parse(blobs)?.protocol === "file:") return folderBlobs(fileURLToPath(blobs));
  try {
    return s3BlobStorage(blobs, process.env);
  } catch (failure) {
    throw new UsageError(`FEILIAO_BLOBS ${(failure as Error).message}`);
  }
}

export function secretFileOf({ secret_file }: Deployment, data: string): string {
  return secret_file ?? join(data, SECRET_FILE);
}
