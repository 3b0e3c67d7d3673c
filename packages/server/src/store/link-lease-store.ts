/** Who holds a link to a carrier, as the nodes tell each other. */
export interface LinkLease {
  link_id: string;
  /** The node that holds it. */
  holder: string;
  /** Grows with every holder, so that what an earlier one still does can be told from what the present one does. */
  token: number;
  /** Grows each time the holder says that it is still there. Null: the holder gave the link back. */
  beat: number | null;
  /** Whether the holder can send over it now. */
  available: boolean;
}

/**
 * Leases of links: a link is open on one node at a time. No wall clock decides about them (D16): a node that holds one
 * beats, and another takes it when it has seen no beat for as long as a lease lasts, by its own timers.
 */
export interface LinkLeaseStore {
  /** All that were ever taken. */
  all(): Promise<LinkLease[]>;
  /**
   * Takes the lease if it is still as it was `seen`; null: never taken before. Resolves to the token, or to null when
   * another node was faster, or the holder has beaten since.
   */
  take(
    link_id: string,
    holder: string,
    seen: Pick<LinkLease, "token" | "beat"> | null,
  ): Promise<number | null>;
  /** One beat for each. Resolves to the ids of those that are still held under these tokens. */
  renew(held: readonly Pick<LinkLease, "link_id" | "token" | "available">[]): Promise<string[]>;
  /** Gives it back, so that the next one need not wait. Does nothing when it is not held under this token. */
  release(link_id: string, token: number): Promise<void>;
}
