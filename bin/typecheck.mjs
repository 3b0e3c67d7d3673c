// npm run typecheck
import { ensureInstalled, run } from "./project.mjs";

ensureInstalled();
for (const project of ["tsconfig.json", "packages/web/tsconfig.json"]) {
  run("node_modules/.bin/tsc", ["-p", project]);
}
