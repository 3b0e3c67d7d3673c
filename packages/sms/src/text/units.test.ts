import { expect, test } from "bun:test";
import { gzipSync } from "node:zlib";

test("TX5 the counting rule can be had alone, in less than 1.5 KB", async () => {
  const { outputs } = await Bun.build({
    entrypoints: [`${import.meta.dir}/units.ts`],
    target: "browser",
    minify: true,
  });
  expect(outputs).toHaveLength(1);
  expect(gzipSync(new Uint8Array(await outputs[0]!.arrayBuffer())).length).toBeLessThan(1_500);
});
