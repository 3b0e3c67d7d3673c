import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where the web app is built. */
export const BUILT_APP = join(import.meta.dirname, "../../../packages/web/dist");

/** A copy of the built app, so that a build which runs meanwhile does not change it under an open page. */
export function copyOfBuiltApp(): { folder: string; remove(): void } {
  if (!existsSync(join(BUILT_APP, "index.html"))) throw new Error("The web app is not built: run npm start.");
  const folder = mkdtempSync(join(tmpdir(), "feiliao-app-"));
  cpSync(BUILT_APP, folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
