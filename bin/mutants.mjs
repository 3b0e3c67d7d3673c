// npm run mutants [-- MUTANT …]: deliberate mistakes that the tests must catch; see docs/mutants.md.
import { BUN, become, ensureBuilt, ensureInstalled } from "./project.mjs";
import { ensureTestPackages } from "./test-packages.mjs";

ensureInstalled();
ensureTestPackages();
ensureBuilt();
become(BUN, ["tests/mutants/main.ts", ...process.argv.slice(2)]);
