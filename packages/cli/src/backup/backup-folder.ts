import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { sync } from "./durable.ts";
import { MANIFEST_FILE } from "./manifest.ts";

const PARTIAL = /^\.partial-(.*)-(\d+)$/;

/** Complete backups in a target, the oldest first: their names are their times. */
export async function backupsIn(target: string): Promise<string[]> {
  const names = await readdir(target).catch(() => []);
  return names
    .filter((name) => !name.startsWith(".") && existsSync(join(target, name, MANIFEST_FILE)))
    .sort()
    .map((name) => join(target, name));
}

/** `2026-11-22T18-58-01.123Z`: sorts by time, and every file system takes it. */
export function nameOf(created_at: number): string {
  return new Date(created_at).toISOString().replaceAll(":", "-");
}

/**
 * Lets `fill` write a backup into a folder that gets its name when it is complete. What fails is removed; what
 * was interrupted earlier by a kill or a power cut is removed first.
 */
export async function addBackup(
  target: string,
  created_at: number,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  await removeAbandoned(target);
  const partial = join(target, partialName());
  const complete = join(target, nameOf(created_at));
  await mkdir(partial, { mode: 0o700 });
  try {
    await fill(partial);
    await sync(partial);
    await rename(partial, complete);
  } catch (failure) {
    await rm(partial, { recursive: true, force: true });
    throw failure;
  }
  await sync(target);
  return complete;
}

/** Removes the oldest backups, so that `count` stay. What others share with them stays, too. */
export async function keepNewest(target: string, count: number): Promise<void> {
  for (const backup of (await backupsIn(target)).slice(0, -count)) {
    const leaving = join(target, partialName());
    await rename(backup, leaving); // at once no backup any more, and cleared away even after a kill
    await rm(leaving, { recursive: true });
  }
}

function partialName(): string {
  return `.partial-${hostname()}-${process.pid}`;
}

/** A partial backup whose process has ended. One of another machine may still be written to, so it stays. */
async function removeAbandoned(target: string): Promise<void> {
  for (const name of await readdir(target)) {
    const [, host, pid] = PARTIAL.exec(name) ?? [];
    if (host === hostname() && !isAlive(Number(pid)))
      await rm(join(target, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false; // it has made none yet: an earlier process had the same number
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === "EPERM";
  }
}
