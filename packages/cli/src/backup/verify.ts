import { parseArgs } from "node:util";
import { formatBytes } from "../plan/quantity.ts";
import { UsageError } from "../usage.ts";
import { verifyBackup } from "./verify-backup.ts";

export const usage = `feiliao verify BACKUP

Reads a whole backup and holds it against its manifest: every file, every database, every blob.`;

/** `feiliao verify`. */
export async function run(args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
  const [backup] = positionals;
  if (!backup || positionals.length > 1) throw new UsageError("name one backup");
  const { created_at, blobs, product_version } = await verifyBackup(backup, { deep: true });
  console.log(
    `sound: of ${new Date(created_at).toISOString()}, by Feiliao ${product_version}, ${blobs.count} blobs (${formatBytes(blobs.bytes)})`,
  );
}
