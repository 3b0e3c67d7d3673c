// npm run typecheck
import { ensureInstalled, run, TYPESCRIPT_PROJECTS } from "./project.mjs";

ensureInstalled();
for (const project of TYPESCRIPT_PROJECTS) {
  run("node_modules/.bin/tsc", ["-p", project]);
}
