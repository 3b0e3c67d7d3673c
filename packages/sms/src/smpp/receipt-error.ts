import { ownEntry } from "../peer/own-entry.ts";
import type { Report } from "../peer/report.ts";

type Reason = NonNullable<Report["reason"]>;

/** `err:` as most carriers use it: the MAP errors of 3GPP TS 29.002 §17.6.6, in decimal. */
const reasons: Readonly<Record<string, Reason>> = {
  "001": "number_unknown",
  "005": "number_unknown",
  "006": "absent",
  "009": "suspended",
  "011": "suspended",
  "013": "blocked",
  "027": "absent",
  "031": "absent",
};

/** Why a message did not arrive, as far as the state and the error tell. */
export function receiptReason(
  state: Report["state"],
  word: string,
  error: string,
  own: Readonly<Record<string, Reason>>,
): Report["reason"] {
  if (state === "delivered" || state === "buffered") return null;
  const known = ownEntry(own, error) ?? ownEntry(reasons, error.padStart(3, "0"));
  if (known) return known;
  if (word === "REJECTD") return "filtered";
  return state === "failed" ? "unspecified" : null;
}

/** The error that stands for a reason, "000" where none does. */
export function receiptError(reason: Report["reason"]): string {
  if (reason === null) return "000";
  return Object.keys(reasons).find((error) => reasons[error] === reason) ?? "000";
}
