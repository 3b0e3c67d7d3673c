// npm test [-- PART …]: installs what the tests need and runs them; the last line says how many passed.
import { spawn } from "node:child_process";
import { BUN, ensureBuilt, ensureInstalled, ROOT, TYPESCRIPT_PROJECTS } from "./project.mjs";
import { ensureTestPackages } from "./test-packages.mjs";

const PARTS = {
  static: {
    "the code is formatted and lint-free": ["node_modules/.bin/biome", "ci", "--colors=off", "."],
    ...Object.fromEntries(
      TYPESCRIPT_PROJECTS.map((project) => [
        `the types of ${project} fit`,
        ["node_modules/.bin/tsc", "-p", project],
      ]),
    ),
  },
  unit: ["packages", "bench"],
  scenarios: ["tests/scenarios"],
  interop: ["tests/interop"],
  simulation: ["tests/simulation"],
  faults: ["tests/faults"],
  mutants: ["tests/mutants"],
  browser: ["tests/browser"],
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((part) => !Object.hasOwn(PARTS, part));
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(", ")}; there are ${Object.keys(PARTS).join(", ")}`);
  process.exit(2);
}
const parts = chosen.length > 0 ? chosen : Object.keys(PARTS);

ensureInstalled();
if (parts.some((part) => part !== "static")) ensureTestPackages();
ensureBuilt();

let passed = 0;
let failed = 0;
for (const part of parts) {
  console.log(`\n== ${part}`);
  const result = part === "static" ? await runChecks(PARTS.static) : await runTests(PARTS[part]);
  console.log(`${part}: ${result.passed} passed, ${result.failed} failed`);
  passed += result.passed;
  failed += result.failed;
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

async function runChecks(checks) {
  const result = { passed: 0, failed: 0 };
  for (const [title, [command, ...args]] of Object.entries(checks)) {
    const { code } = await capture(command, args);
    console.log(`(${code === 0 ? "pass" : "fail"}) ${title}`);
    result[code === 0 ? "passed" : "failed"]++;
  }
  return result;
}

/** A run that ends badly without saying how many failed, or without any test, counts as a failure. */
async function runTests(folders) {
  const { code, output } = await capture(BUN, ["test", "--timeout", "30000", ...folders]);
  const count = (word) => Number(output.match(new RegExp(`^ *(\\d+) ${word}$`, "m"))?.[1] ?? 0);
  const result = { passed: count("pass"), failed: count("fail") };
  if (result.failed === 0 && (code !== 0 || result.passed === 0)) result.failed = 1;
  return result;
}

function capture(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const [stream, ours] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      stream.on("data", (data) => {
        output += data;
        ours.write(data);
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
