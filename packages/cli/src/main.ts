#!/usr/bin/env bun
/** The commands by name; each is one file, loaded when it is called. */
export const COMMANDS: Record<
  string,
  { summary: string; load: () => Promise<{ run(args: string[]): Promise<void> }> }
> = {
  serve: { summary: "run the server", load: () => import("./serve.ts") },
  "user import": {
    summary: "create accounts in bulk, while the server is stopped",
    load: () => import("./user/import.ts"),
  },
};

const words = process.argv.slice(2);
const name = [words.slice(0, 2).join(" "), words[0] ?? ""].find((candidate) =>
  Object.hasOwn(COMMANDS, candidate),
);

if (!name) {
  console.error("feiliao COMMAND [options]\n");
  for (const [command, { summary }] of Object.entries(COMMANDS))
    console.error(`  ${command.padEnd(14)}${summary}`);
  process.exit(2);
}
const { run } = await COMMANDS[name]!.load();
try {
  await run(words.slice(name.split(" ").length));
} catch (failure) {
  console.error(`feiliao ${name}: ${(failure as Error).message}`);
  process.exit(1);
}
