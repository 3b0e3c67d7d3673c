import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Where the reference is kept for readers of the repository. */
export const REFERENCE_FOLDER = join(import.meta.dirname, "../../../../docs/protocol");

/** The files as they are there now, by name; none when there is no folder. */
export async function readReference(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder).catch(() => []);
  return new Map(
    await Promise.all(
      names.sort().map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const),
    ),
  );
}

/** Writes the files and removes those that are no longer part of the reference. */
export async function writeReference(folder: string, files: Map<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const present = await readReference(folder);
  await Promise.all(
    [...present.keys()].filter((name) => !files.has(name)).map((name) => rm(join(folder, name))),
  );
  await Promise.all([...files].map(([name, text]) => writeFile(join(folder, name), text)));
}
