// npm run bench [-- SCENARIO …]: one JSON line a scenario; see bench/README.md.
import { BUN, become, ensureBuilt, ensureInstalled } from "./project.mjs";

ensureInstalled();
ensureBuilt();
become(BUN, ["bench/main.ts", ...process.argv.slice(2)]);
