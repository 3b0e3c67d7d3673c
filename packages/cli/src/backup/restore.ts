import { parseArgs } from "node:util";
import { UsageError } from "../usage.ts";
import { backupsIn } from "./backup-folder.ts";
import { deploymentOf } from "./deployment.ts";
import { restoreDataFolder } from "./embedded-restore.ts";
import { restorePostgres } from "./postgres-restore.ts";
import { verifyBackup } from "./verify-backup.ts";

export const usage = `feiliao restore BACKUP [--data DIR] [--replace]

Puts a backup into a data folder whose server is stopped, or into the PostgreSQL database of FEILIAO_DATABASE. The
backup is verified first; what is not empty is refused. The log gets a new epoch, by which clients that have seen more than the backup holds notice:
they keep their copy and start from what the server has.

  --data DIR    the data folder to fill (default FEILIAO_DATA, or ./data)
  --replace     move what is there aside (into a folder in the data folder, or another schema of the database)
                instead of refusing

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
  const deployment = deploymentOf(values.data, process.env);
  const { database } = deployment;
  if (manifest.form !== (database ? "postgresql" : "embedded"))
    throw new UsageError(
      database
        ? "the backup is of the embedded database, and FEILIAO_DATABASE names another: leave that out"
        : "the backup is of PostgreSQL: say into which database with FEILIAO_DATABASE=postgres://…",
    );
  const { epoch, moved_to } = database
    ? await restorePostgres(backup, manifest, { ...deployment, database }, values.replace)
    : await restoreDataFolder(backup, manifest, deployment, values.replace);
  if (moved_to) console.log(`what was there before is in ${moved_to}`);
  console.log(
    `restored what was there at ${new Date(manifest.created_at).toISOString()}, as epoch ${epoch}; start the server`,
  );
}
