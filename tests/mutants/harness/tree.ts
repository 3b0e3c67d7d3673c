import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

export const ROOT = join(import.meta.dir, "../../..");

/** Everything that tests read. */
const COPIED = ["package.json", "tsconfig.json", "bin", "docs", "examples", "packages", "tests"];
/** Built from the sources, and the same for every mutant of them. */
const BUILT = ["packages/web/dist", "packages/client/dist"];
const SKIPPED = new Set(["node_modules", "dist", "screenshots"]);
/** Our own packages: links that lead from where they lie into the tree they lie in. */
const OWN_SCOPE = "@feiliao";

/** A copy of the sources, in which every process and every thread that a test starts finds the mutant. */
export interface Tree {
  readonly folder: string;
  remove(): void;
}

export function copyTree(): Tree {
  const folder = mkdtempSync(join(tmpdir(), "feiliao-mutants-"));
  for (const name of COPIED) {
    cpSync(join(ROOT, name), join(folder, name), {
      recursive: true,
      filter: (path) => !SKIPPED.has(basename(path)),
    });
  }
  for (const path of BUILT) symlinkSync(join(ROOT, path), join(folder, path));
  linkPackages(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (name !== OWN_SCOPE) symlinkSync(join(from, name), join(to, name));
  }
  cpSync(join(from, OWN_SCOPE), join(to, OWN_SCOPE), { recursive: true, verbatimSymlinks: true });
}
