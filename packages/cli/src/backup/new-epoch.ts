import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "@feiliao/server/platform/clock";
import { jsonLogger } from "@feiliao/server/platform/logger";
import { sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";
import { deploymentOf } from "./deployment.ts";
import { MAIN_DATABASE } from "./embedded-backup.ts";
import { bumpDatabaseEpoch } from "./postgres-backup.ts";

export const usage = `feiliao new-epoch [--data DIR]

Begins a new epoch, by which clients notice that the log is not the one they knew. To be run while the server or all
nodes are stopped, after the data went back in time by other means than restore: a snapshot of a disk, a recovery
to a point in time, the promotion of a standby that did not have everything.

  --data DIR    the server's data folder (default FEILIAO_DATA, or ./data); with FEILIAO_DATABASE that database`;

/** `feiliao new-epoch`. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { data: { type: "string", default: process.env.FEILIAO_DATA || "./data" } },
  });
  const { data, database } = deploymentOf(values.data, process.env);
  const epoch = database ? await bumpDatabaseEpoch(database) : await bumpFolderEpoch(data);
  console.log(`the log is in epoch ${epoch}; start the server`);
}

async function bumpFolderEpoch(data: string): Promise<number> {
  const path = join(data, MAIN_DATABASE);
  if (!existsSync(path))
    throw new Error(`there is no ${MAIN_DATABASE} in ${data}: name the server's data folder with --data`);
  const store = sqliteStore(path, jsonLogger(systemClock));
  try {
    return await store.bumpEpoch();
  } finally {
    await store.close();
  }
}
