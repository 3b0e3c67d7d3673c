/** Builds dist/ for those who do not run TypeScript: `bun packages/client/build.ts`. */
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("./src", import.meta.url));
const outdir = fileURLToPath(new URL("./dist", import.meta.url));

await rm(outdir, { recursive: true, force: true });
await Bun.build({
  entrypoints: [
    `${root}/index.ts`,
    `${root}/cache/indexeddb.ts`,
    `${root}/cache/memory.ts`,
    `${root}/proof-of-work/solve.ts`,
  ],
  root,
  outdir,
  target: "browser",
  format: "esm",
  sourcemap: "linked",
  splitting: true, // what is imported on demand is downloaded on demand
  external: ["ws"],
});
