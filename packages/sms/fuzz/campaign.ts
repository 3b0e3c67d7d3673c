import { Dice } from "./dice.ts";
import { mutate } from "./mutate.ts";
import { shrink } from "./shrink.ts";
import type { FuzzTarget } from "./target.ts";

/** Kinds of inputs that are kept for further mutations, per target. */
const KINDS_MAX = 2_000;

export interface FuzzFailure {
  target: string;
  seed: number;
  /** The shortest input that fails, in hex. */
  input: string;
  error: string;
}

export interface FuzzResult {
  target: string;
  inputs: number;
  /** How many kinds of inputs were met. */
  kinds: number;
  failure: FuzzFailure | null;
}

/** Feeds a target with mutated inputs while `goOn` says so, or until one fails. The same seed feeds the same ones. */
export function fuzz(target: FuzzTarget, seed: number, goOn: (inputs: number) => boolean): FuzzResult {
  const dice = new Dice(seed);
  const corpus = [...target.corpus];
  const kinds = new Set<string>();
  let inputs = 0;
  for (; goOn(inputs); inputs++) {
    const input = inputs < target.corpus.length ? target.corpus[inputs]! : mutate(corpus, dice);
    if (target.repair && dice.below(2) === 0) target.repair(input);
    const outcome = attempt(target, input);
    if (!outcome.kept) return { target: target.name, inputs, kinds: kinds.size, failure: failureOf(input) };
    keep(outcome.kind, input);
  }
  return { target: target.name, inputs, kinds: kinds.size, failure: null };

  function keep(kind: string, input: Uint8Array): void {
    if (kinds.has(kind) || kinds.size >= KINDS_MAX) return;
    kinds.add(kind);
    corpus.push(input);
  }

  function failureOf(input: Uint8Array): FuzzFailure {
    const shortest = shrink(input, (shorter) => !attempt(target, shorter).kept);
    const outcome = attempt(target, shortest);
    const hex = Buffer.from(shortest).toString("hex");
    return { target: target.name, seed, input: hex, error: outcome.kept ? "" : outcome.error };
  }
}

/** Whether a target keeps its promises for an input. */
export type Outcome = { kept: true; kind: string } | { kept: false; error: string };

export function attempt(target: FuzzTarget, input: Uint8Array): Outcome {
  try {
    return { kept: true, kind: target.run(input) };
  } catch (error) {
    return { kept: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
