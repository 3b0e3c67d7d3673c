import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Selection } from "../mutant.ts";
import { type Failed, readReport } from "./report.ts";

/** For a test that sets itself no limit; many wait up to ten seconds for what a mutant never does. */
const TEST_MS_MAX = 20_000;
/** A run that does not end by itself is ended. */
const RUN_MS_MAX = 120_000;
const OUTPUT_TAIL_CHARACTERS = 1_500;

export interface TestRun {
  seconds: number;
  passed: string[];
  failed: Failed[];
  /** The end of what it printed, for when it fails in another way than by a test. */
  output: string;
  /** It ended as it should: by itself, and well unless a test failed. */
  sound: boolean;
}

const PRELOAD = "./tests/mutants/harness/first-counterexample.ts";
/** The same simulations and faults each time, and few of them. */
const ENVIRONMENT = { ...process.env, FROM: "0", SEEDS: "12", SEED: "1" };

/** Runs tests of a tree in a process of their own; `bail`: up to the first that fails. */
export async function runTests(folder: string, selection: Selection, bail: boolean): Promise<TestRun> {
  const scratch = mkdtempSync(join(tmpdir(), "feiliao-mutants-report-"));
  const report = join(scratch, "report.xml");
  const titles = Object.values(selection).flat();
  const began_at = performance.now();
  const child = Bun.spawn({
    cmd: [
      ...[process.execPath, "test", "--timeout", String(TEST_MS_MAX), ...(bail ? ["--bail"] : [])],
      ...["--preload", PRELOAD, "--reporter=junit", `--reporter-outfile=${report}`],
      ...["--test-name-pattern", titles.map(RegExp.escape).join("|")],
      ...Object.keys(selection).map((file) => `./${file}`),
    ],
    cwd: folder,
    env: ENVIRONMENT,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    timeout: RUN_MS_MAX,
    killSignal: "SIGKILL",
  });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  const seconds = (performance.now() - began_at) / 1_000;
  const { passed, failed } = existsSync(report)
    ? readReport(readFileSync(report, "utf8"))
    : { passed: [], failed: [] };
  rmSync(scratch, { recursive: true, force: true });
  const output = (out + err).slice(-OUTPUT_TAIL_CHARACTERS);
  return { seconds, passed, failed, output, sound: code === 0 || (code === 1 && failed.length > 0) };
}
