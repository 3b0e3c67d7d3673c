// npm run cluster [-- FOLDER]: a service of three nodes to try, until Ctrl-C.
import { resolve } from "node:path";
import { startProcessCluster } from "./process-cluster.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const [given] = process.argv.slice(2);
const temporary = given ? null : temporaryFolder("cluster");
const folder = given ? resolve(given) : temporary!.path;
const ended = new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve());
});

console.log("Starting PostgreSQL, three NATS servers and three nodes …");
const cluster = await startProcessCluster({ folder });
const lines = [
  ...cluster.nodes.map(({ url }, index) => [`Node ${index + 1}`, url]),
  ["SMS", `${cluster.nodes[0]!.url}/phones (and at the other nodes)`],
  ["PostgreSQL", cluster.postgres.url],
  ["NATS", cluster.nats.url],
  ["Files", `${folder}${temporary ? ", removed at the end" : ""}`],
];
for (const [what, where] of lines) console.log(`  ${what!.padEnd(12)}${where}`);
console.log("Sign in at any node; people at different nodes hear each other. Ctrl-C ends everything.");

await ended;
console.log("\nEnding …");
await cluster.stop();
temporary?.remove();
process.exit(0);
