import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Plugin } from "vite";

export interface PrecacheOptions {
  /** File name of the built service worker, which mentions `__PRECACHE__`. */
  worker: string;
  /** Files that are not worth storing before they are asked for. */
  leaveOut: RegExp;
}

/** Tells the service worker which files make up the app, and a version that changes when any of them does. */
export function precache({ worker, leaveOut }: PrecacheOptions): Plugin {
  let publicFiles: string[] = [];
  return {
    name: "feiliao:precache",
    apply: "build",
    configResolved(config) {
      publicFiles = filesIn(config.publicDir);
    },
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const chunk = bundle[worker];
        if (chunk?.type !== "chunk") return;
        const built = Object.keys(bundle).filter((name) => name !== worker && !name.startsWith(".vite/"));
        const names = [...built, ...publicFiles].filter((name) => !leaveOut.test(name)).sort();
        const urls = names.map((name) => (name === "index.html" ? "/" : `/${name}`));
        const hash = createHash("sha256");
        for (const name of names) hash.update(name).update(contentOf(bundle[name]));
        const list = JSON.stringify({ version: hash.digest("base64url").slice(0, 12), urls });
        chunk.code = chunk.code.replaceAll("__PRECACHE__", () => list);
      },
    },
  };
}

function contentOf(file: { type: string; code?: string; source?: string | Uint8Array } | undefined) {
  return file?.code ?? file?.source ?? "";
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
}
