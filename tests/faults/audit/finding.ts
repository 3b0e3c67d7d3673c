/** One way in which a run broke the contract, with the rule it broke. */
export interface Finding {
  rule: `D${number}` | "storage" | "money" | "truth" | "work";
  /** Two or three words that are the same for every finding of its kind. */
  kind: string;
  detail: string;
}

export type Check<Subject> = (subject: Subject) => Iterable<Finding>;
