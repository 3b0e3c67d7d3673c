import { expect, test } from "bun:test";
import { join } from "node:path";

function feiliao(...words: string[]) {
  const { exitCode, stdout, stderr } = Bun.spawnSync([
    process.execPath,
    join(import.meta.dir, "main.ts"),
    ...words,
  ]);
  return { exitCode, out: stdout.toString(), complaint: stderr.toString() };
}

test("without a command, and with an unknown one, the commands are listed and the exit code is 2", () => {
  for (const words of [[], ["frobnicate"]]) {
    const { exitCode, complaint } = feiliao(...words);
    expect(exitCode).toBe(2);
    expect(complaint).toContain("user import");
  }
});

test("every command of the list explains itself", () => {
  const { exitCode, out } = feiliao("--help");
  expect(exitCode).toBe(0);
  const commands = [...out.matchAll(/^ {2}([a-z-]+(?: [a-z-]+)?) {2,}/gm)].map(([, name]) => name!);
  expect(commands).toContain("plan");
  for (const command of commands) {
    const help = feiliao(...command.split(" "), "--help");
    expect(help.exitCode).toBe(0);
    expect(help.out).toContain(`feiliao ${command}`);
  }
});

test("an option that does not exist or cannot be read is named, with the help and exit code 2", () => {
  for (const [words, named] of [
    [["plan", "--colour", "red"], "--colour"],
    [["plan", "--active", "lots"], "--active"],
    [["user", "import"], "--tokens"],
  ] as const) {
    const { exitCode, complaint } = feiliao(...words);
    expect(exitCode).toBe(2);
    expect(complaint).toContain(named);
  }
});

test("a plan is text for people and, with --json, one object", () => {
  const text = feiliao("plan", "--users", "10M", "--abroad", "2M");
  expect(text.exitCode).toBe(0);
  for (const part of [
    "10M registered users, 2M of them abroad",
    "What breaks first",
    "--group-share",
    "bench p2p",
  ])
    expect(text.out).toContain(part);
  const json = JSON.parse(feiliao("plan", "--users", "10M", "--json").out);
  expect(json).toMatchObject({ assumptions: { users: 10_000_000 }, form: "sharded" });
  expect(json.load.messages_per_s).toBeGreaterThan(0);
});
