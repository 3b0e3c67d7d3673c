// npm run dev: the server restarts and the pages reload as their sources change.
import { BUN, become, ensureBuilt, ensureInstalled } from "./project.mjs";

ensureInstalled();
ensureBuilt(); // for the pages that the server itself serves
become(BUN, ["--watch", "--no-clear-screen", "packages/server/src/main.ts"]);
become(BUN, ["--bun", "node_modules/vite/bin/vite.js", "packages/web"]);
