import { expect, test } from "bun:test";
import { FAILING_SEEDS } from "./failing-seeds.ts";
import { simulate } from "./simulate.ts";
import { addWork, describeWork, noWork } from "./work.ts";

// The rules are those of the delivery contract (D1–D20); each finding begins with the id of the rule it breaks.

const SEEDS = Number(process.env.SEEDS ?? 400);
const FROM = Number(process.env.FROM ?? 0);
const LIMIT_MS = 10 * 60_000;

test("the same seed is the same simulation, to the last frame", async () => {
  const [first, second] = [await simulate(7), await simulate(7)];
  expect(second).toEqual(first);
  expect((await simulate(8)).hash).not.toBe(first.hash);
});

for (const [seed, bug] of Object.entries(FAILING_SEEDS)) {
  test(`seed ${seed} stays fixed: ${bug}`, async () => {
    expect((await simulate(Number(seed))).findings).toEqual([]);
  });
}

test(
  `D1–D20 hold in ${SEEDS} simulations from seed ${FROM}`,
  async () => {
    let total = noWork();
    const failed: string[] = [];
    for (let seed = FROM; seed < FROM + SEEDS; seed++) {
      const { findings, work } = await simulate(seed);
      total = addWork(total, work);
      for (const finding of findings) failed.push(`seed ${seed}: ${finding}`);
    }
    console.log(`${SEEDS} seeds: ${describeWork(total)}`);
    expect(failed).toEqual([]);
    for (const count of Object.values(total)) expect(count).toBeGreaterThan(SEEDS / 4);
  },
  LIMIT_MS,
);
