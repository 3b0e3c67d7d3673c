/** What is known of a long SMS from a handset while its parts come in, as the JSON of whoever puts them together. */
export interface PartialSms {
  key: string;
  partial: string;
  /** When its first part came. */
  first_at: number;
}

/**
 * Long SMS from handsets until they are whole. Each part is acknowledged to its carrier by itself, and the next ones may
 * come much later, on another link, at another node: so what was acknowledged is kept here.
 */
export interface PartialSmsStore {
  /** What is kept under the key; null when nothing is. */
  get(key: string): Promise<string | null>;
  /**
   * Keeps `next` in place of `expected`; null stands for nothing. False when it was something else by then, and nothing
   * was changed.
   */
  replace(key: string, expected: string | null, next: Omit<PartialSms, "key"> | null): Promise<boolean>;
  /** Those begun before, the oldest first. */
  overdue(begun_before: number, limit: number): Promise<PartialSms[]>;
}
