// npm run cluster [-- FOLDER]: PostgreSQL, three NATS servers and three nodes on this machine, to try.
import { BUN, become, ensureBuilt, ensureInstalled } from "./project.mjs";
import { ensureTestPackages } from "./test-packages.mjs";

ensureInstalled();
ensureTestPackages(["postgresql", "nats-server"]);
ensureBuilt();
become(BUN, ["packages/testkit/src/servers/process-cluster-main.ts", ...process.argv.slice(2)]);
