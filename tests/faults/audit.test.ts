import { Database } from "bun:sqlite";
import { beforeEach, expect, test } from "bun:test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { converse, story } from "@feiliao/testkit";
import { audit } from "./audit.ts";
import type { Sent } from "./sender.ts";

// The auditor itself: every kind of damage must show, or its silence would prove nothing.

let path: string;
let history: Sent[];

beforeEach(async () => {
  path = join(mkdtempSync(join(tmpdir(), "feiliao-audit-")), "copy.sqlite");
  history = [];
  await story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
    const conversation_id = await converse(alice, bob);
    const { device_id } = alice.device;
    for (const number of [1, 2, 3]) {
      const client_id = `${device_id}-${number}`;
      const content = { type: "text" as const, text: `message ${number}` };
      const ack = await alice.device.call("message/send", { conversation_id, client_id, content });
      history.push({ conversation_id, device_id, client_id, text: content.text, ack });
    }
    await server.server.close();
    const original = new Database(join(server.data_folder, "feiliao.sqlite"));
    original.exec(`VACUUM INTO '${path}'`);
    original.close();
    await server.restart();
  });
});

function damage(sql: string): string[] {
  const database = new Database(path);
  database.exec(sql);
  database.close();
  return audit(path, history).findings.map((finding) => finding.slice(0, finding.indexOf(":")));
}

test("a log as it should be has no findings", () => {
  expect(audit(path, history)).toEqual({ acknowledged: 3, entries: 3, findings: [] });
});

test("a row that is gone is a gap, and lost", () => {
  expect(damage("DELETE FROM entry WHERE seq = 2")).toEqual(["gap", "out of order", "lost"]);
});

test("a last row that is gone is lost", () => {
  expect(damage("DELETE FROM entry WHERE seq = 3")).toEqual(["lost"]);
});

test("a doubled message shows", () => {
  const copy = `DROP INDEX entry_key; INSERT INTO entry
    SELECT conversation_no, 4, account_no, device_no, client_id, server_time, content, fold FROM entry WHERE seq = 3`;
  expect(damage(copy)).toEqual(["doubled", "out of order"]);
});

test("swapped messages are out of order", () => {
  const swap =
    "UPDATE entry SET seq = 9 WHERE seq = 1; UPDATE entry SET seq = 1 WHERE seq = 2; UPDATE entry SET seq = 2 WHERE seq = 9";
  expect(damage(swap)).toContain("out of order");
});

test("changed words are lost ones", () => {
  expect(damage(`UPDATE entry SET content = '{"type":"text","text":"forged"}' WHERE seq = 1`)).toEqual([
    "lost",
  ]);
});
