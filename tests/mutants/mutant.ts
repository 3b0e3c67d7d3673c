/** A piece of a source file, and what stands there in the mutant. */
export interface Edit {
  /** From the root of the repository. */
  file: string;
  /** Present exactly once, so that a change of the source that it no longer fits fails instead of testing nothing. */
  text: string;
  instead: string;
}

/** Tests by their file: pieces of their titles, the groups they are in included. */
export type Selection = Readonly<Record<string, readonly string[]>>;

/** One deliberate mistake. It is only ever made in a copy of the sources, never in the product. */
export interface Mutant {
  /** M1 … as in docs/mutants.md; a letter after it tells the places apart where the same mistake can be made. */
  id: string;
  /** Of the delivery contract (D…), or of the SPEC.md beside the code. */
  rule: string;
  /** The mistake, as a statement about the mutant. */
  breaks: string;
  edits: readonly [Edit, ...Edit[]];
  /** At least one of these must fail with the mutant; all of them pass without. */
  caught_by: Selection;
}

/** A mistake of the list that nothing in the product could make. */
export interface Inapplicable {
  id: string;
  breaks: string;
  because: string;
}
