import { parseArgs } from "node:util";
import { UsageError } from "../usage.ts";
import { backupsIn } from "./backup-folder.ts";
import { restoreDataFolder } from "./embedded-restore.ts";
import { verifyBackup } from "./verify-backup.ts";

export const usage = `feiliao restore BACKUP [--data DIR] [--replace]

Puts a backup into a data folder whose server is stopped. The backup is verified first; a folder that is not
empty is refused. The log gets a new epoch, by which clients that have seen more than the backup holds notice:
they keep their copy and start from what the server has.

  --data DIR    the data folder to fill (default FEILIAO_DATA, or ./data)
  --replace     move what is in the data folder aside, into a folder in it, instead of refusing

Devices that were signed out after the backup was made are signed in again: sign them out once more.`;

/** `feiliao restore`. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      data: { type: "string", default: process.env.FEILIAO_DATA || "./data" },
      replace: { type: "boolean", default: false },
    },
  });
  const [backup] = positionals;
  if (!backup || positionals.length > 1) throw new UsageError("name one backup");
  const within = await backupsIn(backup);
  if (within.length > 0) throw new UsageError(`${backup} holds backups; the newest is ${within.at(-1)}`);

  const manifest = await verifyBackup(backup, { deep: false });
  const { epoch, moved_to } = await restoreDataFolder(backup, manifest, values);
  if (moved_to) console.log(`what was there before is in ${moved_to}`);
  console.log(
    `restored what was there at ${new Date(manifest.created_at).toISOString()}, as epoch ${epoch}; start the server`,
  );
}
