// What every command needs first: the project's own tools, installed and up to date. Plain Node, since nothing
// else is certain to be there.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const at = (...path) => join(ROOT, ...path);

/** The Bun that came with `npm ci`. */
export const BUN = at("node_modules/bun/bin/bun.exe");

/** Everything with types of its own: the first is Bun's world, the others have a browser's. */
export const TYPESCRIPT_PROJECTS = [
  "tsconfig.json",
  "packages/client",
  "packages/web",
  "bench/browser/page",
  "tests/browser",
  "tests/browser/voice",
];

/** Runs a command to its end with its output on ours. Throws when it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: "inherit", ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
}

/** Becomes a command: its signals, its output and its exit code are ours. */
export function become(command, args, options = {}) {
  const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", ...options });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  return child;
}

/** Installs the npm dependencies when they are missing or not the ones of the lockfile. */
export function ensureInstalled() {
  const stamp = at("node_modules/.feiliao-installed");
  const wanted = hashOf([at("package-lock.json")]);
  if (!isStamped(stamp, wanted)) {
    console.error("Installing dependencies …");
    run("npm", ["ci", "--no-audit", "--no-fund"], { stdio: ["ignore", 2, 2] });
    ensureBun();
    writeFileSync(stamp, wanted);
  }
}

/** npm asks before it runs install scripts; Bun's only puts its binary in place, so it is run here if npm did not. */
function ensureBun() {
  if (spawnSync(BUN, ["--version"]).status === 0) return;
  run(process.execPath, [at("node_modules/bun/install.js")], { cwd: at("node_modules/bun") });
}

/** Builds the web app and the SDK when a source is newer than what was built. */
export function ensureBuilt() {
  const stamp = at("packages/web/dist/.built-from");
  const sources = [
    "packages/web",
    "packages/client",
    "packages/protocol/src",
    "packages/sms/src/text",
  ].flatMap((folder) => filesIn(at(folder)));
  const wanted = hashOf([...sources, at("package-lock.json")]);
  if (isStamped(stamp, wanted)) return;
  console.error("Building the web app …");
  run(BUN, ["--bun", "node_modules/vite/bin/vite.js", "build", "packages/web", "--logLevel", "warn"], {
    stdio: ["ignore", 2, 2],
  });
  run(BUN, ["packages/client/build.ts"], { stdio: ["ignore", 2, 2] });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

function isStamped(stamp, wanted) {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
}

function filesIn(folder) {
  return readdirSync(folder).flatMap((name) => {
    if (name === "node_modules" || name === "dist") return [];
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

function hashOf(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  return hash.digest("hex");
}
