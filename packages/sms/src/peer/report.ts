import type { Refusal } from "./refusal.ts";

/** What a carrier says became of a part it had accepted. */
export interface Report {
  /** As in the `accepted` outcome where this client saw it; otherwise as the carrier wrote it (see `messageIdForms`). */
  message_id: string;
  /** The handset. */
  to: string;
  /** Our number, where the carrier names it. */
  from?: string;
  /** `buffered` may change; the others are final. */
  state: "delivered" | "failed" | "expired" | "unknown" | "buffered";
  /** As the carrier said it: "UNDELIV:001", "MK:0001". */
  code: string;
  /** Null when it was delivered or nobody said why not. `absent` is 关机. */
  reason: Refusal | "absent" | null;
  at_ms: number | null;
}
