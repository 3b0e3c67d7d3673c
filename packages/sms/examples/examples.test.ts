import { describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CONVERSATION = "accepted\ndelivered\n8613800138000: 在呢\n";
const PRINTS = {
  smpp: CONVERSATION,
  cmpp: CONVERSATION,
  sgip: CONVERSATION,
  smgp: CONVERSATION,
  "long-messages": "2\ntrue\n",
};

const readme = readFileSync(`${import.meta.dir}/../README.md`, "utf8");
const blocks = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(([, block]) => block!);
const sourceOf = (name: string) => readFileSync(`${import.meta.dir}/${name}.ts`, "utf8");

describe.each(Object.entries(PRINTS))("the example %s", (name, prints) => {
  test("runs on Bun", async () => {
    expect(await output([process.execPath, `${import.meta.dir}/${name}.ts`])).toBe(prints);
  });

  test("runs on Node", async () => {
    const folder = mkdtempSync(join(tmpdir(), "feiliao-sms-example-"));
    try {
      const bundle = await Bun.build({
        entrypoints: [`${import.meta.dir}/${name}.ts`],
        outdir: folder,
        naming: "[name].mjs",
        target: "node",
      });
      expect(await output(["node", bundle.outputs[0]!.path])).toBe(prints);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test("what the README shows are these examples, all of them", () => {
  expect(blocks).toEqual(["conversation", ...Object.keys(PRINTS)].map(sourceOf));
});

async function output(command: string[]): Promise<string> {
  const running = Bun.spawn(command, { stdin: "ignore", stdout: "pipe", stderr: "inherit" });
  const text = await new Response(running.stdout).text();
  expect(await running.exited).toBe(0);
  return text;
}
