import type { HandsetSettings } from "./handset-settings.ts";
import type { FailureReason, Part, PartState } from "./journey.ts";

export type Arrival =
  | { at: "handset" }
  /** The carrier keeps it until the handset is on. */
  | { at: "carrier" }
  | { at: "end"; state: Exclude<PartState, "accepted" | "delivered">; reason: FailureReason };

/** What becomes of a part that has come as far as the handset's line. */
export function arrivalAt({ line, blocks_us }: HandsetSettings, part: Part, now: number): Arrival {
  if (line === "cancelled") return { at: "end", state: "failed", reason: "number_unknown" };
  if (line === "suspended") return { at: "end", state: "failed", reason: "suspended" };
  if (blocks_us) return { at: "end", state: "failed", reason: "blocked" };
  if (line !== "off") return { at: "handset" };
  return now < part.expires_at ? { at: "carrier" } : { at: "end", state: "expired", reason: "absent" };
}
