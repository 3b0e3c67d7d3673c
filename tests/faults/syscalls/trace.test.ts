import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Steps } from "../powerloss/steps.ts";
import { killPoints } from "./kill-points.ts";
import { bytesIn, type Call, pathOf, readTrace } from "./trace.ts";

const hex = (text: string) =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");

const RECORDING = `
10 openat(AT_FDCWD<${hex("/")}>, "${hex("/data/a")}", O_WRONLY|O_CREAT|O_APPEND, 0666) = 5<${hex("/data/a")}>
10 write(5<${hex("/data/a")}>, "${hex("one")}", 3) = 3
11 fsync(5<${hex("/data/a")}> <unfinished ...>
10 write(5<${hex("/data/a")}>, "${hex("two")}", 3) = 3
11 <... fsync resumed>) = 0
10 write(7<anon_inode:[eventfd]>, "${hex("x")}", 1) = 1
10 sendto(9<socket:[1]>, "${hex("said")}", 4, 0, NULL, 0) = 4
10 rename("${hex("/data/a")}", "${hex("/data/b")}") = 0
10 +++ killed by SIGKILL +++
`;

async function recorded(): Promise<Call[]> {
  const folder = mkdtempSync(join(tmpdir(), "feiliao-trace-"));
  const file = join(folder, "trace");
  writeFileSync(file, RECORDING);
  const calls = await readTrace(file);
  rmSync(folder, { recursive: true });
  return calls;
}

test("a recording is read call by call, also where two threads overlap", async () => {
  const calls = await recorded();
  expect(calls.map(({ thread, name }) => `${thread} ${name}`)).toEqual([
    "10 openat",
    "10 write",
    "10 write",
    "11 fsync",
    "10 write",
    "10 sendto",
    "10 rename",
  ]);
  expect(pathOf(calls[1]!.args[0]!)).toBe("/data/a");
  expect(bytesIn(calls[1]!.args[1]!).toString()).toBe("one");
});

test("what the calls did to the disk: a sync covers what was written before it began", async () => {
  const steps = new Steps("/data", new Map());
  for (const call of await recorded()) steps.take(call);
  const told = steps.steps.map((step) => {
    if (step.kind === "say") return `say ${step.text}`;
    const { operation } = step;
    if (operation.kind === "write") return `write ${operation.bytes} at ${operation.offset}`;
    return operation.kind === "name" || operation.kind === "unname"
      ? `${operation.kind} ${operation.path}`
      : operation.kind;
  });
  expect(told).toEqual([
    "name /data/a",
    "write one at 0",
    "write two at 3",
    "sync",
    "say said",
    "name /data/b",
    "unname /data/a",
  ]);
  const operations = steps.steps.flatMap((step) => (step.kind === "disk" ? [step.operation] : []));
  const [, , second, sync] = operations;
  expect(sync?.kind === "sync" && second?.kind === "write" && second.ended > sync.began).toBe(true);
});

test("the places to kill at are the calls that touch the folder or a socket, counted in their thread", async () => {
  const points = killPoints(await recorded(), "/data");
  expect(points).toContainEqual({ syscall: "write", count: 2 });
  expect(points).not.toContainEqual({ syscall: "write", count: 3 });
  expect(points).toContainEqual({ syscall: "sendto", count: 1 });
  expect(points).toContainEqual({ syscall: "rename", count: 1 });
});
