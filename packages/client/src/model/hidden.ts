/** What a person has deleted for themselves of one conversation. */
export interface Hidden {
  /** Everything up to here. */
  cleared: number;
  seqs: ReadonlySet<number>;
}

export const NOTHING_HIDDEN: Hidden = { cleared: 0, seqs: new Set() };

export function hides({ cleared, seqs }: Hidden, seq: number): boolean {
  return seq <= cleared || seqs.has(seq);
}

export function withHidden({ cleared, seqs }: Hidden, more: readonly number[]): Hidden {
  return { cleared, seqs: more.length > 0 ? new Set([...seqs, ...more]) : seqs };
}
