import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@feiliao/server/platform/clock";
import { jsonLogger } from "@feiliao/server/platform/logger";
import { folderLock } from "@feiliao/server/store/sqlite/folder-lock";
import { readEpoch } from "@feiliao/server/store/sqlite/log-epoch";
import { sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";
import { nameOf } from "./backup-folder.ts";
import type { Deployment } from "./deployment.ts";
import { copyDurably, sync } from "./durable.ts";
import { LOCK_FILE, MAIN_DATABASE } from "./embedded-backup.ts";
import type { Manifest } from "./manifest.ts";
import { restoreBlobsAndSecret } from "./restore-blobs-and-secret.ts";

export interface Restored {
  epoch: number;
  /** Where the former content is now, when there was one. */
  moved_to: string | null;
}

const ASIDE = "before-restore-";
const STAGING = ".restoring-";

/**
 * Puts a verified backup into a data folder. It is made ready beside what is there, and moved into place at
 * the end with the main database last: a server never finds half of it.
 */
export async function restoreDataFolder(
  backup: string,
  manifest: Manifest,
  deployment: Deployment,
  replace: boolean,
): Promise<Restored> {
  const { data } = deployment;
  await mkdir(data, { recursive: true, mode: 0o700 });
  const unlock = folderLock(join(data, LOCK_FILE));
  const staging = join(data, `${STAGING}${process.pid}`);
  try {
    const former = await contentsOf(data);
    if (former.length > 0 && !replace)
      throw new Error(
        `${data} is not empty (${former.slice(0, 3).join(", ")} …): restore into an empty folder, or move its content aside with --replace`,
      );
    await removeInterrupted(data);
    await mkdir(staging, { mode: 0o700 });
    for (const name of Object.keys(manifest.files).filter((each) => each.endsWith(".sqlite")))
      await copyDurably(join(backup, name), join(staging, name));
    await restoreBlobsAndSecret(backup, manifest, deployment, staging);
    const epoch = await bumpEpoch(staging, readEpoch(join(data, MAIN_DATABASE)) ?? 0);
    const moved_to = former.length > 0 ? await moveAside(data) : null;
    await moveIntoPlace(staging, data);
    return { epoch, moved_to };
  } finally {
    await rm(staging, { recursive: true, force: true });
    unlock();
  }
}

/** What a restore that was killed has left. None is running: this one has the folder. */
async function removeInterrupted(data: string): Promise<void> {
  for (const name of (await readdir(data)).filter((each) => each.startsWith(STAGING)))
    await rm(join(data, name), { recursive: true });
}

/** What a server has left there; not the lock, an earlier restore's leavings, or what a file system puts there. */
async function contentsOf(data: string): Promise<string[]> {
  const names = await readdir(data);
  return names.filter(
    (name) =>
      !name.startsWith(LOCK_FILE) &&
      !name.startsWith(ASIDE) &&
      !name.startsWith(STAGING) &&
      name !== "lost+found",
  );
}

/**
 * The restored log gets an epoch that none of its clients has seen (D10): above the backup's, and above that of
 * the log it takes the place of, which may be a restored one itself.
 */
async function bumpEpoch(staging: string, former: number): Promise<number> {
  const store = sqliteStore(join(staging, MAIN_DATABASE), jsonLogger(systemClock));
  try {
    let epoch = await store.bumpEpoch();
    while (epoch <= former) epoch = await store.bumpEpoch();
    return epoch;
  } finally {
    await store.close();
  }
}

async function moveAside(data: string): Promise<string> {
  const aside = join(data, `${ASIDE}${nameOf(systemClock.now())}`);
  await mkdir(aside, { mode: 0o700 });
  // The main database first: without it a server refuses what is left of the folder, and changes nothing in it.
  for (const name of (await contentsOf(data)).sort(mainDatabaseFirst))
    await rename(join(data, name), join(aside, name));
  await sync(data);
  return aside;
}

async function moveIntoPlace(staging: string, data: string): Promise<void> {
  const names = (await readdir(staging)).filter((name) => !name.startsWith(LOCK_FILE));
  for (const name of names.sort(mainDatabaseFirst).reverse()) {
    await rename(join(staging, name), join(data, name));
    await sync(data);
  }
}

function mainDatabaseFirst(one: string, other: string): number {
  return Number(other === MAIN_DATABASE) - Number(one === MAIN_DATABASE);
}
