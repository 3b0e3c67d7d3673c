import { join } from "node:path";
import { SETTINGS } from "./config.ts";

/** Where the configuration reference is kept. */
export const CONFIGURATION_FILE = join(import.meta.dir, "../../../../docs/configuration.md");

/** Every setting as a page, from the same table that reads them. */
export function renderConfiguration(): string {
  const rows = Object.values(SETTINGS).map(({ variable, fallback, doc }) => {
    return `| \`${variable}\` | ${fallback === "" ? "" : `\`${fallback}\``} | ${doc} |`;
  });
  return `# Configuration

Settings are environment variables. An unreadable one stops the server at start and is named.

| Variable | Default | |
|---|---|---|
${rows.join("\n")}
`;
}

if (import.meta.main) {
  await Bun.write(CONFIGURATION_FILE, renderConfiguration());
  console.log("docs/configuration.md");
}
