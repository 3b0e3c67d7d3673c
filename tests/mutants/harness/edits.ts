import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Edit, Mutant } from "../mutant.ts";

type Sources = Map<string, string>;

/** Makes the mutant in a tree. Returns what makes it the original again. */
export function mutate(folder: string, { edits }: Mutant): () => void {
  const originals = read(folder, edits);
  const write = (sources: Sources) => {
    for (const [file, source] of sources) writeFileSync(join(folder, file), source);
  };
  write(applied(originals, edits));
  return () => write(originals);
}

/** What keeps a mutant from being made of these sources; null when nothing does. */
export function misfitOf(folder: string, { edits }: Mutant): string | null {
  try {
    const transpiler = new Bun.Transpiler({ loader: "ts" });
    for (const source of applied(read(folder, edits), edits).values()) transpiler.transformSync(source);
    return null;
  } catch (failure) {
    return failure instanceof Error ? failure.message : String(failure);
  }
}

function read(folder: string, edits: readonly Edit[]): Sources {
  return new Map(edits.map(({ file }) => [file, readFileSync(join(folder, file), "utf8")]));
}

/** @throws {Error} naming a text that is not there exactly once */
function applied(originals: Sources, edits: readonly Edit[]): Sources {
  const sources = new Map(originals);
  for (const { file, text, instead } of edits) {
    const pieces = sources.get(file)!.split(text);
    if (pieces.length !== 2) {
      throw new Error(`${file} has ${pieces.length - 1} times, and not once: ${text.trim()}`);
    }
    sources.set(file, pieces.join(instead));
  }
  return sources;
}
