// npm run faults [-- FAULT … --seed N --minutes M]: the campaign of faults; see docs/reliability.md.
import { BUN, become, ensureBuilt, ensureInstalled } from "./project.mjs";

ensureInstalled();
ensureBuilt();
become(BUN, ["tests/faults/main.ts", ...process.argv.slice(2)]);
