import { afterAll, expect, test } from "bun:test";
import { join } from "node:path";
import { until } from "../until.ts";
import { startAll, startProgram } from "./program.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const folder = temporaryFolder("program");
afterAll(() => folder.remove());

const sleeper = { argv: ["/bin/sleep", "600"], folder: folder.path, name: "sleeper" } as const;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a program that is stopped is gone", async () => {
  const program = await startProgram({ ...sleeper, answers: () => true });
  expect(isAlive(program.pid)).toBe(true);
  await program.stop();
  expect(isAlive(program.pid)).toBe(false);
});

test("one that ends before it answers fails with what it said", async () => {
  const argv = ["/bin/sh", "-c", "echo no luck today; exit 3"] as const;
  await expect(startProgram({ ...sleeper, name: "unlucky", argv, answers: () => false })).rejects.toThrow(
    "no luck today",
  );
});

test("one that is not installed fails at once, and is named", async () => {
  const argv = ["/usr/sbin/not-installed-here"] as const;
  await expect(startProgram({ ...sleeper, name: "missing", argv, answers: () => false })).rejects.toThrow(
    "/usr/sbin/not-installed-here",
  );
});

test("of several that start together none stays when one fails", async () => {
  const good = startProgram({ ...sleeper, answers: () => true });
  const bad = startProgram({ ...sleeper, argv: ["/bin/false"], answers: () => false });
  await expect(startAll([good, bad], (program) => program.kill())).rejects.toThrow("did not start");
  expect(isAlive((await good).pid)).toBe(false);
});

test("a program does not outlive a process that was killed", async () => {
  const script = `
    import { startProgram } from ${JSON.stringify(join(import.meta.dir, "program.ts"))};
    const { pid } = await startProgram({ ...${JSON.stringify(sleeper)}, answers: () => true });
    console.log(pid);
    await new Promise(() => setInterval(() => {}, 1_000));`;
  const owner = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe", stderr: "inherit" });
  const { value } = await owner.stdout.getReader().read();
  const pid = Number(new TextDecoder().decode(value));
  expect(isAlive(pid)).toBe(true);
  owner.kill("SIGKILL");
  await until("its program is gone", () => !isAlive(pid));
});
