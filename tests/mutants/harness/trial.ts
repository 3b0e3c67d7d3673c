import type { Mutant, Selection } from "../mutant.ts";
import { mutate } from "./edits.ts";
import type { Lanes } from "./lanes.ts";
import type { Failed } from "./report.ts";
import { runTests, type TestRun } from "./test-run.ts";

export type Verdict =
  | { verdict: "caught"; by: Failed; seconds: number }
  /** A hole in the tests. */
  | { verdict: "survived"; tests: number; seconds: number }
  /** The trial says nothing: it ended in another way than by its tests. */
  | { verdict: "inconclusive"; because: string };

/** Tries mutants, each in a tree of its own, as many at once as there are lanes. */
export class Trials {
  readonly #lanes: Lanes;
  /** What the original does, by file: the titles asked for there, and the run of all of them. */
  readonly #controls = new Map<string, Promise<TestRun>>();
  readonly #titles = new Map<string, Set<string>>();

  constructor(lanes: Lanes, mutants: readonly Mutant[]) {
    this.#lanes = lanes;
    for (const { caught_by } of mutants) {
      for (const [file, titles] of Object.entries(caught_by)) {
        this.#titles.set(file, new Set([...(this.#titles.get(file) ?? []), ...titles]));
      }
    }
  }

  async try(mutant: Mutant): Promise<Verdict> {
    const fault = await this.#faultOfOriginal(mutant.caught_by);
    if (fault) return { verdict: "inconclusive", because: fault };
    return this.#lanes.use(async (folder) => {
      const restore = mutate(folder, mutant);
      try {
        return verdictOf(await runTests(folder, mutant.caught_by, true));
      } finally {
        restore();
      }
    });
  }

  /** Why a failure with the mutant would prove nothing: the tests fail without it, or there are none. */
  async #faultOfOriginal(selection: Selection): Promise<string | null> {
    for (const [file, titles] of Object.entries(selection)) {
      const { passed, failed, output, sound } = await this.#control(file);
      if (failed.length > 0) return `without the mutant, too: ${failed[0]!.title}: ${failed[0]!.reason}`;
      if (!sound) return `without the mutant, ${file} ends badly: ${output}`;
      const missing = titles.find((title) => !passed.some((name) => name.includes(title)));
      if (missing !== undefined) return `${file} has no test "${missing}"`;
    }
    return null;
  }

  #control(file: string): Promise<TestRun> {
    const known = this.#controls.get(file);
    if (known) return known;
    const selection = { [file]: [...this.#titles.get(file)!] };
    const running = this.#lanes.use((folder) => runTests(folder, selection, false));
    this.#controls.set(file, running);
    return running;
  }
}

function verdictOf({ passed, failed, seconds, output, sound }: TestRun): Verdict {
  if (failed.length > 0) return { verdict: "caught", by: failed[0]!, seconds };
  if (!sound) return { verdict: "inconclusive", because: `it ended badly, and no test failed: ${output}` };
  return { verdict: "survived", tests: passed.length, seconds };
}
