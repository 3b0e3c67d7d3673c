// npm start: installs what is missing, builds what is stale, serves.
import { BUN, become, ensureBuilt, ensureInstalled } from "./project.mjs";

ensureInstalled();
ensureBuilt();
become(BUN, ["packages/server/src/main.ts"]);
