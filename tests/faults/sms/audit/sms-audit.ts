import type { Check, Finding } from "../../audit/finding.ts";
import type { Evidence } from "./evidence.ts";
import { type SmsFigures, smsFigures } from "./sms-figures.ts";
import {
  answersAreLogged,
  billIsBetween,
  billIsExplained,
  deliveredHasArrived,
  everyRowEnds,
  failedHasNotArrived,
  handedOverOnce,
  oneRowEach,
  sendersAreTold,
} from "./sms-rules.ts";

const CHECKS: readonly Check<Evidence>[] = [
  handedOverOnce,
  oneRowEach,
  everyRowEnds,
  sendersAreTold,
  deliveredHasArrived,
  failedHasNotArrived,
  billIsBetween,
  billIsExplained,
  answersAreLogged,
];

/**
 * Holds what carriers and handsets saw of a run against what the ledger and the senders know. A run in which nothing was
 * delivered, nothing charged, or nothing answered proves nothing, and is itself a finding.
 */
export function auditSms(evidence: Evidence): { findings: Finding[]; figures: SmsFigures } {
  const figures = smsFigures(evidence);
  const findings = CHECKS.flatMap((check) => [...check(evidence)]);
  const { messages, delivered, answers_taken, bill_fen } = figures;
  if (Math.min(messages, delivered, answers_taken, bill_fen) === 0)
    findings.push({ rule: "work", kind: "empty run", detail: JSON.stringify(figures) });
  return { findings, figures };
}
