import { describe, expect, test } from "bun:test";
import { attempt, fuzz } from "./campaign.ts";
import { FAILING_INPUTS } from "./failing-inputs.ts";
import type { FuzzTarget } from "./target.ts";
import { FUZZ_TARGETS } from "./targets/index.ts";

const INPUTS = 3_000;
const SEED = 1;

describe("every decoder keeps its promises", () => {
  test.each(FUZZ_TARGETS.map((target) => [target.name, target] as const))("%s", (_, target) => {
    expect(fuzz(target, SEED, (inputs) => inputs < INPUTS)).toMatchObject({ inputs: INPUTS, failure: null });
  });

  test("for the inputs that failed once", () => {
    for (const { target, input, bug } of FAILING_INPUTS) {
      const outcome = attempt(FUZZ_TARGETS.find(({ name }) => name === target)!, Buffer.from(input, "hex"));
      expect({ bug, outcome }).toMatchObject({ outcome: { kept: true } });
    }
  });
});

describe("the campaign", () => {
  const needle: FuzzTarget = {
    name: "needle",
    corpus: [new Uint8Array(100)],
    run(input) {
      if (input.includes(0xff)) throw new Error("found");
      return String(input.includes(0xfe));
    },
  };

  test("finds what fails and reports the shortest of it", () => {
    const { failure } = fuzz(needle, SEED, () => true);
    expect(failure).toMatchObject({ target: "needle", seed: SEED, input: "ff" });
    expect(failure!.error).toContain("found");
  });

  test("does the same for the same seed", () => {
    const heard = (seed: number) => {
      const inputs: string[] = [];
      const run = (input: Uint8Array) => String(inputs.push(Buffer.from(input).toString("hex")) % 7);
      fuzz({ ...needle, run }, seed, (count) => count < 100);
      return inputs;
    };
    expect(heard(5)).toEqual(heard(5));
    expect(heard(5)).not.toEqual(heard(6));
  });
});
