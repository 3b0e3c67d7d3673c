import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "@feiliao/testkit";

const MAIN = join(import.meta.dir, "../../../packages/cli/src/main.ts");

export interface Ended {
  exit_code: number;
  out: string;
  complaint: string;
}

/** Runs one of the operator's commands as a process of its own. */
export function feiliao(...words: string[]): Promise<Ended> {
  return feiliaoWith({}, ...words);
}

/** The same with settings in its environment. */
export async function feiliaoWith(settings: Record<string, string>, ...words: string[]): Promise<Ended> {
  const child = Bun.spawn([process.execPath, MAIN, ...words], {
    env: { ...process.env, ...settings },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, complaint] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { exit_code: await child.exited, out: out.trim(), complaint: complaint.trim() };
}

/** Starts a command and kills it as soon as a folder holds a name that fits. Resolves to whether that was in time. */
export async function killWhen(folder: string, fits: RegExp, ...words: string[]): Promise<boolean> {
  const child = Bun.spawn([process.execPath, MAIN, ...words], { stdout: "ignore", stderr: "ignore" });
  const began = () => existsSync(folder) && readdirSync(folder).some((name) => fits.test(name));
  await until("the command to begin, or to end", () => child.exitCode !== null || began());
  child.kill("SIGKILL");
  await child.exited;
  return child.signalCode === "SIGKILL";
}

/** A backup of a data folder into a target; resolves to its path. @throws when it fails */
export async function backUp(data: string, target: string): Promise<string> {
  const { exit_code, out, complaint } = await feiliao("backup", target, "--data", data);
  if (exit_code !== 0) throw new Error(complaint);
  return out;
}

/** Gives the test a folder of its own, and takes it away again. */
export async function withFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "feiliao-backup-"));
  try {
    await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
