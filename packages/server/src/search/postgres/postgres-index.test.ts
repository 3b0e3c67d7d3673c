import { beforeEach, expect, test } from "bun:test";
import { systemClock } from "../../platform/clock.ts";
import { silentLogger } from "../../platform/logger.ts";
import { systemRandom } from "../../platform/random.ts";
import { testDatabase } from "../../store/postgres/testing/database.ts";
import { searchIndexContract } from "../search-index.contract.ts";
import { postgresIndex } from "./postgres-index.ts";

const database = await testDatabase();
beforeEach(database.empty);

const open = () =>
  postgresIndex(database.url, { clock: systemClock, logger: silentLogger, random: systemRandom });
searchIndexContract("PostgreSQL", open, { durable: true });

test("SE8 of several nodes one fills the index; when it has gone, another does", async () => {
  const [first, second] = await Promise.all([open(), open()]);
  expect(await first.claim()).toBeGreaterThan(0);
  expect(await second.claim()).toBe(0);
  expect(await first.claim()).toBeGreaterThan(0);
  await first.close();
  expect(await second.claim()).toBeGreaterThan(0);
  await second.close();
});
