/** What a right depends on; an adapter reads it inside the transaction that the right is for. */
export interface Facts {
  /** The actor's membership of the conversation, or null. */
  membership: { left: boolean } | null;
}

export type Action = "read" | "append" | "advance_receipts" | "attend";

/**
 * The one place where rights in a conversation are decided. Pure, so that every cell of role × action can be
 * asserted; denies by default.
 */
export function can(action: Action, { membership }: Facts): boolean {
  switch (action) {
    case "read":
    case "append":
    case "advance_receipts":
    case "attend":
      return membership !== null && !membership.left;
  }
}
