import { beforeEach, expect, test } from "bun:test";
import { type Failure, Partition } from "@feiliao/testkit/servers/partition";
import { until } from "@feiliao/testkit/until";
import { SQL } from "bun";
import { systemClock } from "../../platform/clock.ts";
import { jsonLogger, silentLogger } from "../../platform/logger.ts";
import { ALICE, BOB, keysOf, openDirect, signIn, text } from "../testing/cast.ts";
import { postgresStore } from "./postgres-store.ts";
import { testDatabase } from "./testing/database.ts";

const database = await testDatabase();
const { port } = new URL(database.url);

beforeEach(database.empty);

/** A store whose line to its database can be cut, and people who talk. */
async function storeOnALine() {
  const line = await Partition.start(Number(port));
  const store = await postgresStore(database.url.replace(`:${port}/`, `:${line.port}/`), silentLogger);
  const [alice, bob] = [await signIn(store, ALICE), await signIn(store, BOB)];
  const conversation_id = await openDirect(store, alice.account_id, bob.account_id);
  return {
    line,
    store,
    append: (key: string) => store.conversations.append(text(conversation_id, alice, key)),
    keys: () => keysOf(store, conversation_id, bob.account_id),
    async close() {
      await store.close();
      await line.close();
    },
  };
}

const failures: Failure[] = ["dead", "silent"];
test.each(failures)(
  "D9 D19 the database falls %s: unhealthy, refused, and served again once it is back",
  async (failure) => {
    const { line, store, append, keys, close } = await storeOnALine();
    await append("before");
    line.cut(failure);
    await expect(append("during")).rejects.toMatchObject({ code: "storage_failed" });
    expect(store.healthy()).toBe(false);
    line.heal();
    await until("the store to serve again", () => append("after").catch(() => null), 30_000);
    expect(await keys()).toEqual(expect.arrayContaining(["before", "after"]));
    expect(store.healthy()).toBe(true);
    await close();
  },
  60_000,
);

test("D2 connections that are dead though the database is not: the append is answered, and is in the log once", async () => {
  const { line, append, keys, close } = await storeOnALine();
  await append("before");
  line.cut("dead");
  const appended = append("during");
  line.heal();
  expect((await appended).seq).toBe(2);
  expect(await keys()).toEqual(["before", "during"]);
  await close();
}, 60_000);

test("an append that waits for a lock for long is waited for, on the same connection", async () => {
  const logged: string[] = [];
  const store = await postgresStore(
    database.url,
    jsonLogger(systemClock, (line) => logged.push(line)),
  );
  const [alice, bob] = [await signIn(store, ALICE), await signIn(store, BOB)];
  const conversation_id = await openDirect(store, alice.account_id, bob.account_id);
  const other = new SQL(database.url, { adapter: "postgres", max: 2 });
  const holder = await other.reserve();
  await holder.unsafe("BEGIN; LOCK TABLE conversation").simple();
  const appended = store.conversations.append(text(conversation_id, alice, "a"));
  const WAITING = `SELECT true FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND clock_timestamp() - query_start > interval '5 s'`;
  await until("a long wait", async () => (await other.unsafe(WAITING)).length > 0, 30_000);
  expect(store.healthy()).toBe(true);
  await holder.unsafe("COMMIT").simple();
  expect((await appended).seq).toBe(1);
  expect(logged).toEqual([]);
  holder.release();
  await Promise.all([other.close(), store.close()]);
}, 60_000);

test("connections that are given up cancel nothing of what the server is at", async () => {
  const sessions = new SQL({ adapter: "postgres", url: database.url, max: 1 });
  const sleeping = sessions.unsafe("SELECT pg_sleep(60)").execute();
  const other = new SQL({ adapter: "postgres", url: database.url, max: 1 });
  const AT_WORK = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'";
  const [session] = await until("the sleep", async () => {
    const found = await other.unsafe(AT_WORK);
    return found.length > 0 && found;
  });
  await sessions.close({ timeout: 0 });
  await expect(sleeping).rejects.toMatchObject({ code: "ERR_POSTGRES_CONNECTION_CLOSED" });
  for (let look = 0; look < 20; look++) expect(await other.unsafe(AT_WORK)).toHaveLength(1);
  await other.unsafe("SELECT pg_terminate_backend($1)", [session.pid]);
  await other.close();
});
