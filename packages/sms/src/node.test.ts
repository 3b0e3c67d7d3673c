import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@feiliao/testkit/servers/temporary-folder";

test("the library runs on Node as it does on Bun, and lets the process end", async () => {
  const built = await Bun.build({
    entrypoints: [join(import.meta.dir, "testing/on-node.ts")],
    target: "node",
    format: "esm",
  });
  const folder = temporaryFolder("sms-on-node");
  const script = join(folder.path, "on-node.mjs");
  writeFileSync(script, await built.outputs[0]!.text());
  const node = Bun.spawn(["node", script], { stdout: "pipe", stderr: "inherit" });
  expect(await new Response(node.stdout).text()).toBe("node accepted delivered\n");
  expect(await node.exited).toBe(0);
  folder.remove();
});
