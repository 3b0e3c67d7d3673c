import { expect, test } from "bun:test";
import { FAILING_SEEDS, OPEN_SEEDS } from "./failing-seeds.ts";
import { simulate } from "./simulate.ts";
import { addWork, describeWork, noWork } from "./work.ts";

// The rules are those of the delivery contract (D1–D20); each finding begins with the id of the rule it breaks.

const FROM = Number(process.env.FROM ?? 0);
const BUDGETS = [
  { nodes: 1, seeds: Number(process.env.SEEDS ?? 300) },
  { nodes: 3, seeds: Number(process.env.SEEDS ?? 150) },
];
const LIMIT_MS = 10 * 60_000;
/** Work that an average seed does at least; where nothing of a kind was done, its absence of findings means nothing. */
const WORK_PER_SEED_MIN = 0.25;

test("the same seed is the same simulation, to the last frame", async () => {
  for (const { nodes } of BUDGETS) {
    const [first, second] = [await simulate(7, nodes), await simulate(7, nodes)];
    expect(second).toEqual(first);
    expect((await simulate(8, nodes)).hash).not.toBe(first.hash);
  }
});

for (const { seed, nodes = 1, bug } of FAILING_SEEDS) {
  test(`seed ${seed} of ${nodes} stays fixed: ${bug}`, async () => {
    expect((await simulate(seed, nodes)).findings).toEqual([]);
  });
}

const isOpen = (seed: number, nodes: number) =>
  OPEN_SEEDS.some((open) => open.seed === seed && (open.nodes ?? 1) === nodes);

for (const { seed, nodes = 1, bug } of OPEN_SEEDS) test.todo(`seed ${seed} of ${nodes}: ${bug}`);

for (const { nodes, seeds } of BUDGETS) {
  test(
    `D1–D20 hold in ${seeds} simulations of ${nodes} ${nodes === 1 ? "node" : "nodes"}, from seed ${FROM}`,
    async () => {
      let total = noWork();
      const failed: string[] = [];
      for (let seed = FROM; seed < FROM + seeds; seed++) {
        if (isOpen(seed, nodes)) continue;
        const { findings, work } = await simulate(seed, nodes);
        total = addWork(total, work);
        for (const finding of findings) failed.push(`--nodes ${nodes} --seed ${seed}: ${finding}`);
      }
      console.log(`${seeds} seeds: ${describeWork(total)}`);
      expect(failed).toEqual([]);
      for (const count of Object.values(total)) expect(count).toBeGreaterThan(seeds * WORK_PER_SEED_MIN);
    },
    LIMIT_MS,
  );
}
