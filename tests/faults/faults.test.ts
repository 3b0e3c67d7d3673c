import { expect, test } from "bun:test";
import { FAULTS } from "./faults/index.ts";
import { runFault } from "./harness/run-fault.ts";

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

for (const fault of FAULTS) {
  const { id, rules, title, amount, unit, limit_ms } = fault;
  const reason = fault.unavailable?.() ?? null;
  const name = `${id} ${rules} ${title}${reason ? ` (not tried here: ${reason})` : ""}`;
  test.skipIf(reason !== null)(
    name,
    async () => {
      const outcome = await runFault(fault, SEED, { amount: amount.short, brief: true });
      console.log(`${id} with seed ${SEED}: ${outcome.amount} ${unit}, ${JSON.stringify(outcome.work)}`);
      expect(outcome.findings).toEqual([]);
      expect(outcome.count).toBe(0);
      expect(outcome.amount).toBeGreaterThan(0); // an idle run proves nothing
    },
    limit_ms,
  );
}
