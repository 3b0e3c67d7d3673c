import { expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemRandom } from "./random.ts";
import { loadSecret } from "./secret.ts";

test("a secret is made once, for its owner alone, and nothing else is left beside it", () => {
  const folder = mkdtempSync(join(tmpdir(), "feiliao-secret-"));
  const path = join(folder, "secret");
  const first = loadSecret(path, systemRandom);
  const again = loadSecret(path, systemRandom);
  expect(again.verify(first.derive("a purpose", "text"), "a purpose", "text")).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["secret"]);
  rmSync(folder, { recursive: true });
});
