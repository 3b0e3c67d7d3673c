import { expect, test } from "bun:test";
import { silentLogger } from "../platform/logger.ts";
import { sqliteStore } from "../store/sqlite/sqlite-store.ts";
import { type CodeLimits, ipBlock, type SendingOrigin, sendingBudgets } from "./verification-limits.ts";

const NOW = Date.UTC(2026, 0, 1);

/** How many of these sendings pass when each differs from the others only as told. */
async function passing(
  count: number,
  origin: (index: number) => Partial<SendingOrigin>,
  limits: Partial<CodeLimits> = {},
): Promise<number> {
  const store = sqliteStore(":memory:", silentLogger);
  let passed = 0;
  for (let index = 0; index < count; index++) {
    const budgets = sendingBudgets(
      {
        number: `+861390000${1_000 + index}`,
        number_block: `block ${index}`,
        ip: null,
        installation_id: null,
        fen: 5,
        ...origin(index),
      },
      { per_minute_max: 1_000, day_fen_max: 1_000_000, ...limits },
    );
    const { wait_ms } = await store.limits.take(budgets, NOW);
    if (wait_ms === 0) passed++;
  }
  await store.close();
  return passed;
}

test("an address gets 10 codes an hour, and its network 30", async () => {
  expect(await passing(40, () => ({ ip: "192.0.2.7" }))).toBe(10);
  expect(await passing(40, (index) => ({ ip: `192.0.2.${index}` }))).toBe(30);
  expect(await passing(40, (index) => ({ ip: `2001:db8:1:${index}::1` }))).toBe(30);
  expect(await passing(40, (index) => ({ ip: `192.0.${index}.1` }))).toBe(40);
});

test("an installation gets 6 codes a day, and a block of numbers 60 an hour", async () => {
  expect(await passing(40, () => ({ installation_id: "one installation" }))).toBe(6);
  expect(await passing(80, () => ({ number_block: "+861390000" }))).toBe(60);
});

test("all together get so many codes a minute, and as many a day as the money is for", async () => {
  expect(await passing(40, () => ({}), { per_minute_max: 7 })).toBe(7);
  expect(await passing(40, () => ({ fen: 6 }), { day_fen_max: 100 })).toBe(16);
});

test("without an address there is no budget per address", async () => {
  expect(await passing(40, () => ({}))).toBe(40);
});

test("the network of an address is its /24 or /48, however it is written", () => {
  expect(ipBlock("192.0.2.7")).toBe("192.0.2");
  expect(ipBlock("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1");
  expect(ipBlock("2001:db8::1")).toBe("2001:db8:0");
  expect(ipBlock("::1")).toBe("0:0:0");
});
