// npm run feiliao -- COMMAND: the operator's commands.
import { BUN, become, ensureInstalled } from "./project.mjs";

ensureInstalled();
become(BUN, ["packages/cli/src/main.ts", ...process.argv.slice(2)]);
