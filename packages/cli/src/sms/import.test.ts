import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLogger } from "@feiliao/server/platform/logger";
import { sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";

function feiliao(...words: string[]) {
  const main = join(import.meta.dir, "../main.ts");
  const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, main, "sms", ...words]);
  return { exitCode, out: stdout.toString(), complaint: stderr.toString() };
}

async function inFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "feiliao-test-"));
  await sqliteStore(join(folder, "feiliao.sqlite"), silentLogger).close();
  await act(folder);
  rmSync(folder, { recursive: true, force: true });
}

test("OP6 overrides are imported into a server's data", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "ported.csv");
    writeFileSync(file, "number,carrier\n13800138001,china_unicom\n");
    const { exitCode, out } = feiliao("import-overrides", file, "--data", folder);
    expect([exitCode, JSON.parse(out)]).toEqual([0, { overrides: 1 }]);
    const store = sqliteStore(join(folder, "feiliao.sqlite"), silentLogger);
    expect(await store.sms.overrides(null, 10)).toEqual([
      { number: "+8613800138001", carrier: "china_unicom" },
    ]);
    await store.close();
  });
});

test("OP5 a statement is imported, and says what it settled; a wrong one changes nothing", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "statement.csv");
    const period = ["--link", "mobile", "--from", "2026-01-01 00:00:00", "--until", "2026-02-01 00:00:00"];
    writeFileSync(
      file,
      "carrier_message_id,number,at,units,yuan\n1,13800138001,2026-01-05 08:00:00,1,0.05\n",
    );
    const { exitCode, out } = feiliao("import-statement", file, ...period, "--data", folder);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ strange: 1, strange_fen: 5, bill_fen: 5 });
    writeFileSync(file, "number\n1\n");
    const wrong = feiliao("import-statement", file, ...period, "--data", folder);
    expect([wrong.exitCode, wrong.complaint]).toEqual([1, expect.stringContaining("carrier_message_id")]);
  });
});

test("what is missing is named, with exit code 2", () => {
  expect(feiliao("import-statement", "x.csv").exitCode).toBe(2);
  expect(feiliao("import-overrides").exitCode).toBe(2);
});
