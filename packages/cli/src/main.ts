#!/usr/bin/env bun
import { EXIT_CODES, UnsoundBackup, UsageError } from "./usage.ts";

interface Command {
  usage: string;
  run(args: string[]): Promise<void>;
}

/** The commands by name; each is one file, loaded when it is called. */
const COMMANDS: Record<string, { summary: string; load: () => Promise<Command> }> = {
  serve: { summary: "run the server", load: () => import("./serve.ts") },
  plan: {
    summary: "what a deployment of some size takes, and what breaks first",
    load: () => import("./plan/plan.ts"),
  },
  backup: {
    summary: "a complete copy of a server that may be running",
    load: () => import("./backup/backup.ts"),
  },
  verify: { summary: "is a backup sound?", load: () => import("./backup/verify.ts") },
  restore: {
    summary: "put a backup into a data folder, while the server is stopped",
    load: () => import("./backup/restore.ts"),
  },
  "new-epoch": {
    summary: "after the data went back in time by other means than restore",
    load: () => import("./backup/new-epoch.ts"),
  },
  "user import": {
    summary: "create accounts in bulk, while the server is stopped",
    load: () => import("./user/import.ts"),
  },
  "sms import-statement": {
    summary: "settle with a carrier's statement what nobody had answered for",
    load: () => import("./sms/import-statement.ts"),
  },
  "sms import-overrides": {
    summary: "say which carrier numbers are with",
    load: () => import("./sms/import-overrides.ts"),
  },
};

const words = process.argv.slice(2);
const name = [words.slice(0, 2).join(" "), words[0] ?? ""].find((candidate) =>
  Object.hasOwn(COMMANDS, candidate),
);
process.exitCode = name ? await runCommand(name) : overview();

function overview(): number {
  const asked = ["help", "--help", "-h"].includes(words[0] ?? "");
  const print = asked ? console.log : console.error;
  print("feiliao COMMAND [options]; feiliao COMMAND --help says more\n");
  for (const [command, { summary }] of Object.entries(COMMANDS)) print(`  ${command.padEnd(22)}${summary}`);
  print(`\n${EXIT_CODES}`);
  return asked ? 0 : 2;
}

async function runCommand(command: string): Promise<number> {
  const { usage, run } = await COMMANDS[command]!.load();
  const args = words.slice(command.split(" ").length);
  if (args.includes("--help") || args.includes("-h")) {
    console.log(usage);
    return 0;
  }
  try {
    await run(args);
    return 0;
  } catch (failure) {
    const { message } = failure as Error;
    console.error(`feiliao ${command}: ${message}`);
    if (!isUsageError(failure)) return failure instanceof UnsoundBackup ? 3 : 1;
    console.error(`\n${usage}`);
    return 2;
  }
}

function isUsageError(failure: unknown): boolean {
  if (failure instanceof UsageError) return true;
  return failure instanceof Error && "code" in failure && String(failure.code).startsWith("ERR_PARSE_ARGS");
}
