/** A name in a folder begins or ceases to stand for a file, which has a number of its own, or a folder. */
export type NameChange = {
  kind: "name" | "unname";
  path: string;
  place: number | "folder";
  ended: number;
};

/**
 * What was done to a disk, and what was said to the outside, in order. `began` and `ended` are moments of one
 * recording: a sync covers what had ended when it began.
 */
export type DiskOperation =
  | { kind: "write"; file: number; offset: number; bytes: Buffer; ended: number }
  | { kind: "truncate"; file: number; size: number; ended: number }
  | NameChange
  | { kind: "sync"; file: number; began: number }
  | { kind: "sync_folder"; path: string; began: number };

export type Step = { kind: "disk"; operation: DiskOperation } | { kind: "say"; text: string };
