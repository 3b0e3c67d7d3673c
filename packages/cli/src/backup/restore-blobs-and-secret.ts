import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { copyBlobsBack } from "./copy-blobs.ts";
import { blobsOf, type Deployment, secretFileOf } from "./deployment.ts";
import { copyDurably, sync } from "./durable.ts";
import { type Manifest, SECRET_FILE } from "./manifest.ts";

/**
 * Puts what is not in the database where the settings say, or else into a data folder: blobs, then the secret.
 * A secret that is there already stays: other nodes use it.
 */
export async function restoreBlobsAndSecret(
  backup: string,
  manifest: Manifest,
  deployment: Deployment,
  data: string,
): Promise<void> {
  await copyBlobsBack(backup, blobsOf(deployment, data));
  const secret = secretFileOf(deployment, data);
  if (!manifest.files[SECRET_FILE] || existsSync(secret)) return;
  await copyDurably(join(backup, SECRET_FILE), secret);
  await sync(dirname(secret));
}
