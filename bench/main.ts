import { appendFileSync, chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { type Options, readOptions, USAGE } from "./options.ts";
import { PEERS } from "./peers/index.ts";
import { SCENARIOS } from "./scenarios/index.ts";
import { Suite } from "./suite.ts";

const OWN = "feiliao";

const options = readOrExit();
const asked = options.scenarios.length > 0 ? options.scenarios : Object.keys(SCENARIOS);
const scenarios = asked.filter(isRunnable);
const folder = mkdtempSync(`${tmpdir()}/feiliao-bench-`);
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));
// A peer's database may run as a user of its own.
chmodSync(folder, 0o755);

let failures = 0;
for (const name of [OWN, ...options.peers]) await measure(name);
process.exit(failures === 0 ? 0 : 1);

async function measure(name: string): Promise<void> {
  const peer = PEERS[name]!(`${folder}/${name}`, options);
  const missing = peer.missing();
  if (missing) return note(`${name} is left out: it ${missing}`);
  const suite = new Suite(peer, options);
  const suitable = suite.suitable(scenarios);
  if (suitable.length === 0) return note(`${name} is left out: no scenario suits it`);
  note(`${name}: preparing`);
  if (!(await succeeds(`${name}: preparing`, () => suite.prepare(suitable)))) return;
  for (const scenario of suitable) {
    note(`${name}: ${scenario}`);
    const ran = await succeeds(`${name}: ${scenario}`, async () =>
      report({ peer: name, scenario, ...(await suite.run(scenario)) }),
    );
    if (!ran) await suite.stop();
  }
  await suite.stop();
}

async function succeeds(what: string, action: () => Promise<void>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    failures++;
    note(`${what} failed: ${error instanceof Error ? error.stack : error}`);
    return false;
  }
}

function isRunnable(scenario: string): boolean {
  const definition = SCENARIOS[scenario]!;
  const missing = definition.server === "web" ? definition.missing() : null;
  if (missing) note(`${scenario} is left out: it ${missing}`);
  return missing === null;
}

/** Results go to standard output, what a person may want to know meanwhile to standard error. */
function report(figures: object): void {
  const line = JSON.stringify(figures);
  console.log(line);
  if (options.out) appendFileSync(options.out, `${line}\n`);
}

function note(text: string): void {
  console.error(text);
}

function readOrExit(): Options {
  try {
    const options = readOptions(Bun.argv.slice(2));
    for (const name of options.scenarios) if (!SCENARIOS[name]) throw new Error(`no scenario "${name}"`);
    for (const name of options.peers) if (!PEERS[name]) throw new Error(`no peer "${name}"`);
    if (!options.help) return options;
    console.log(usage());
    process.exit(0);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage()}`);
    process.exit(2);
  }
}

function usage(): string {
  const names = (table: object) => Object.keys(table).join(" ");
  return `${USAGE}\n\nscenarios: ${names(SCENARIOS)}\npeers: ${names(PEERS)}`;
}
