interface FailingInput {
  target: string;
  /** Hex. */
  input: string;
  bug: string;
}

/** Inputs that failed once, and what the bug was. They run with every test, whatever else is changed. */
export const FAILING_INPUTS: readonly FailingInput[] = [];
