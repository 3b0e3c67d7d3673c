import type { BlobId } from "@feiliao/protocol";
import { audit, type Report } from "./audit.ts";
import type { FinalState } from "./final-log.ts";
import type { Finding } from "./finding.ts";
import type { History } from "./history.ts";
import type { Readable } from "./read-final-state.ts";

/** Where a run's final state is read from, once nothing writes any more: a data folder, a database. */
export type Source = (
  conversations: readonly Readable[],
  files: readonly BlobId[],
) => Promise<{ state: FinalState; damage: Finding[] }>;

/** Reads what these conversations and the files of the history came to, and audits it. */
export async function auditRun(
  history: History,
  source: Source,
  conversations: readonly Readable[],
): Promise<Report> {
  const files = new Set(history.sends.flatMap(({ blobs }) => blobs ?? []));
  const { state, damage } = await source(conversations, [...files]);
  const report = audit(history, state);
  return { ...report, count: report.count + damage.length, findings: [...report.findings, ...damage] };
}
