import { readFileSync, writeFileSync } from "node:fs";

/** Writes a configuration file of this folder to `target`, with every ${NAME} replaced. */
export function writeConfiguration(
  template: string,
  target: string,
  values: Record<string, string | number>,
): void {
  const text = readFileSync(`${import.meta.dir}/${template}`, "utf8");
  const filled = text.replace(/\$\{([A-Z_]+)\}/g, (_whole, name: string) => String(values[name]));
  writeFileSync(target, filled);
}
