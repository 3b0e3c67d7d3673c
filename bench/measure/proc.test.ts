import { expect, test } from "bun:test";
import { cpuTime, processTree, proportionalSetSize } from "./proc.ts";

test("a tree holds the root and what it has started", async () => {
  const child = Bun.spawn(["sleep", "10"]);
  try {
    const tree = processTree([process.pid]);
    expect(tree.has(process.pid)).toBe(true);
    expect(tree.has(child.pid)).toBe(true);
    expect(processTree([child.pid]).has(process.pid)).toBe(false);
  } finally {
    child.kill();
    await child.exited;
  }
});

test("a process that has ended has no time and no memory", async () => {
  const child = Bun.spawn(["true"]);
  await child.exited;
  expect(cpuTime([child.pid])).toBe(0);
  expect(proportionalSetSize([child.pid])).toBe(0);
});

test("this process has used time and memory", () => {
  expect(cpuTime([process.pid])).toBeGreaterThan(0);
  expect(proportionalSetSize([process.pid])).toBeGreaterThan(1_000);
});
