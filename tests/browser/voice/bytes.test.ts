import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { openSite, type Site } from "./site.ts";

setDefaultTimeout(60_000);

/** What a browser downloads for voice, compressed; WebAssembly comes on top where it is needed. */
const GZIP_BYTES_MAX = 12 * 1024;

interface ManifestEntry {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
  assets?: string[];
}

let site: Site;
let manifest: Record<string, ManifestEntry>;

beforeAll(async () => {
  site = await openSite();
  manifest = await Bun.file(join(site.folder, ".vite/manifest.json")).json();
});

afterAll(() => site.close());

/** The files of the engine's chunk and of everything that it may load later. */
function voiceFiles(): string[] {
  const names = ["../../../../packages/web/src/voice/index.ts"];
  const files = new Set<string>();
  for (const name of names) {
    const { file, imports = [], dynamicImports = [], assets = [] } = manifest[name]!;
    for (const each of [file, ...assets]) files.add(each);
    for (const each of [...imports, ...dynamicImports]) if (!names.includes(each)) names.push(each);
  }
  return [...files];
}

test("VW1: voice takes 12 KiB at most, without the WebAssembly", async () => {
  const scripts = voiceFiles().filter((file) => file.endsWith(".js"));
  const sizes = await Promise.all(
    scripts.map(async (file) => Bun.gzipSync(await Bun.file(join(site.folder, file)).bytes()).length),
  );
  expect(scripts.length).toBeGreaterThanOrEqual(4); // engine, worklet, worker, and the way to the worker
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(GZIP_BYTES_MAX);
});

test("VW2: worker, worklet and WebAssembly are files of their own, which the content security policy demands", () => {
  const files = voiceFiles().join(" ");
  expect(files).toMatch(/voice\.worklet-\S+\.js/);
  expect(files).toMatch(/opus\.worker-\S+\.js/);
  expect(files).toMatch(/simd-\S+\.wasm/);
});
