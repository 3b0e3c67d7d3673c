import { devicesHaveSlices, onlyMembersReceive, peopleAreToldOnce } from "./delivery-rules.ts";
import { effectsAreBounded, filesAreReadable } from "./effect-rules.ts";
import type { FinalState } from "./final-log.ts";
import type { Check, Finding } from "./finding.ts";
import type { History } from "./history.ts";
import { type Subject, subjectOf } from "./index-logs.ts";
import { keysAreUnique, logsAreGapless } from "./log-rules.ts";
import { acksOrderSends, devicesKeepTheirOrder, writersReadTheirWrites } from "./order-rules.ts";
import { receiptsAreKept, receiptsOnlyGrow } from "./receipt-rules.ts";
import { acknowledgedIsKept, rejectedIsNotKept, repeatsAgree } from "./send-rules.ts";
import { type Work, workOf } from "./work.ts";

const CHECKS: readonly Check<Subject>[] = [
  acknowledgedIsKept,
  repeatsAgree,
  keysAreUnique,
  logsAreGapless,
  devicesKeepTheirOrder,
  acksOrderSends,
  writersReadTheirWrites,
  devicesHaveSlices,
  onlyMembersReceive,
  peopleAreToldOnce,
  receiptsOnlyGrow,
  receiptsAreKept,
  filesAreReadable,
  rejectedIsNotKept,
  effectsAreBounded,
];

/** Counterexamples of one kind that are told in full; further ones are only counted. */
const TOLD_PER_KIND = 5;

export interface Report {
  work: Work;
  /** How many findings there are in all. */
  count: number;
  /** The first ones of each kind. */
  findings: Finding[];
}

/**
 * Holds what clients were told and given against what the store holds at the end: the delivery contract, as far
 * as it can be seen from outside. O(n log n) in sends, deliveries and entries. A run in which nothing was
 * acknowledged proves nothing, and is itself a finding.
 */
export function audit(history: History, state: FinalState): Report {
  const subject = subjectOf(history, state);
  const work = workOf(subject);
  const report: Report = { work, count: 0, findings: [] };
  const told = new Map<string, number>();
  const note = (finding: Finding) => {
    report.count++;
    const before = told.get(finding.kind) ?? 0;
    told.set(finding.kind, before + 1);
    if (before < TOLD_PER_KIND) report.findings.push(finding);
  };
  for (const check of CHECKS) for (const finding of check(subject)) note(finding);
  if (work.acknowledged === 0 || work.entries === 0) {
    note({ rule: "work", kind: "empty run", detail: JSON.stringify(work) });
  }
  return report;
}
