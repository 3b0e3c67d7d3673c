import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { migrate } from "./schema.ts";

/** The last schema in which a conversation had no more than a title, and a member no role. */
const BEFORE_GROUPS = 6;

test("ES10 a database from before there were roles keeps its groups, their first members own them", () => {
  const database = new Database(":memory:", { strict: true });
  migrate(database, BEFORE_GROUPS);
  database.exec(`
    INSERT INTO conversation (no, id, kind, direct_key, title, created_at) VALUES
      (1, 'con_direct', 'direct', 'acc_1 acc_2', NULL, 1), (2, 'con_group', 'group', NULL, 'Choir "A"', 1);
    INSERT INTO membership (conversation_no, account_no, shown, read, revision, left_seq) VALUES
      (1, 1, 1, 5, 3, NULL), (1, 2, 0, 0, 0, NULL), (2, 1, 1, 0, 0, 4), (2, 2, 1, 2, 9, NULL), (2, 3, 1, 0, 0, NULL);
    INSERT INTO conversation_blob VALUES (1, 'blb_old');
    INSERT INTO listing (account_no, conversation_id) VALUES (1, 'con_direct');
    INSERT INTO account_log (account_no, position, change) VALUES
      (1, 1, '{"type":"conversation","conversation_id":"con_direct","opened_by_me":true,"position":1}'),
      (1, 2, '{"type":"contact","address":"tel:+8613800138001","name":"B","position":2}'),
      (1, 3, '{"type":"contact","address":"tel:+8613800138001","name":"Bob","position":3}');
    INSERT INTO outbox (effect) VALUES ('{"kind":"list_conversation","conversation_id":"con_direct"}');
  `);
  migrate(database);
  const rows = (sql: string) => database.query(sql).all();
  expect(rows("SELECT conversation_no, account_no, role, state, from_seq, read FROM membership")).toEqual([
    { conversation_no: 1, account_no: 1, role: "member", state: "active", from_seq: 1, read: 5 },
    { conversation_no: 1, account_no: 2, role: "member", state: "active", from_seq: 1, read: 0 },
    { conversation_no: 2, account_no: 1, role: "member", state: "left", from_seq: 1, read: 0 },
    { conversation_no: 2, account_no: 2, role: "owner", state: "active", from_seq: 1, read: 2 },
    { conversation_no: 2, account_no: 3, role: "member", state: "active", from_seq: 1, read: 0 },
  ]);
  const infos = rows("SELECT info FROM conversation ORDER BY no") as { info: string | null }[];
  expect(infos.map(({ info }) => info && JSON.parse(info))).toEqual([
    null,
    {
      ...{ kind: "group", title: 'Choir "A"', picture: null, description: "", announcement: null },
      settings: { who_writes: "everyone", who_adds: "everyone", approval: false, history_for_new: false },
      ...{ disappear_after_s: 0, pins: [], member_count: 2 },
    },
  ]);
  expect(rows("SELECT refs FROM conversation_blob")).toEqual([{ refs: null }]); // not counted: kept for good
  expect(rows("SELECT state FROM listing")).toEqual([{ state: "active" }]);
  const changes = rows("SELECT key, change FROM account_log ORDER BY position") as {
    key: string | null;
    change: string;
  }[];
  expect(changes.map(({ key, change }) => [key, JSON.parse(change)])).toMatchObject([
    [null, { type: "conversation", opened_by_me: true, state: "active", invited_by: null }],
    [null, { name: "B" }],
    ["contact tel:+8613800138001", { name: "Bob" }],
  ]);
  const [queued] = rows("SELECT effect FROM outbox") as { effect: string }[];
  expect(JSON.parse(queued!.effect)).toMatchObject({ state: "active", invited_by: null });
  database.close();
});
