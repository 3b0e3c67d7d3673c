import { beforeEach, expect, test } from "bun:test";
import { systemClock } from "../../platform/clock.ts";
import { silentLogger } from "../../platform/logger.ts";
import { systemRandom } from "../../platform/random.ts";
import { testDatabase } from "../../store/postgres/testing/database.ts";
import { searchIndexContract } from "../search-index.contract.ts";
import { postgresIndex } from "./postgres-index.ts";

const database = await testDatabase();
beforeEach(database.empty);

const parts = { clock: systemClock, logger: silentLogger, random: systemRandom };
const open = () => postgresIndex(database.url, parts);
searchIndexContract("PostgreSQL", open, { durable: true });

const limits = { occurrences_max: 0, walked_max: 40 };
const walking = () => postgresIndex(database.url, { ...parts, limits });
searchIndexContract("PostgreSQL, back in time a stretch at a time", walking, { durable: true });

test("SE8 of several nodes one fills the index; when it has gone, another does", async () => {
  const [first, second] = await Promise.all([open(), open()]);
  expect(await first.claim()).toBeGreaterThan(0);
  expect(await second.claim()).toBe(0);
  expect(await first.claim()).toBeGreaterThan(0);
  await first.close();
  expect(await second.claim()).toBeGreaterThan(0);
  await second.close();
});
