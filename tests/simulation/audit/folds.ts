import type { Entry } from "@feiliao/protocol";
import { foldChange, targetOf } from "@feiliao/protocol/fold";
import type { FinalLogs } from "./final-logs.ts";

/**
 * D11: what the store says later entries made of a message is what they make of it one after the other, and nothing is
 * empty but what was recalled. The words of an edit that went with its message are not needed: it is recalled after.
 */
export function auditFolds(logs: FinalLogs): string[] {
  return [...logs.values()].flatMap(({ conversation_id, entries }) => {
    const folds = new Map<number, Entry["fold"]>();
    const empty = new Set<number>();
    for (const entry of entries) {
      const target = targetOf(entry.content);
      if (target === null) continue;
      const { fold, content, erased } = foldChange(folds.get(target), entry);
      folds.set(target, fold);
      for (const seq of content ? [target, ...erased] : []) empty.add(seq);
      if (content) for (const edit of editsBefore(entries, entry.seq, target)) empty.add(edit);
    }
    return entries.flatMap(({ seq, fold, content }) => {
      const findings: string[] = [];
      const disappeared = content.type === "erased" && !empty.has(seq);
      const expected = disappeared ? undefined : folds.get(seq);
      if (!Bun.deepEquals(fold, expected)) {
        findings.push(
          `D11: ${conversation_id} ${seq} is ${JSON.stringify(fold)}, not ${JSON.stringify(expected)}`,
        );
      }
      if (content.type !== "erased" && empty.has(seq))
        findings.push(`D11: ${conversation_id} ${seq} was recalled`);
      return findings;
    });
  });
}

/** Those that are empty say no more which message they were of. */
function editsBefore(entries: readonly Entry[], recall: number, target: number): number[] {
  return entries
    .slice(target, recall - 1)
    .filter(({ content }) => content.type === "edit" && content.target === target)
    .map(({ seq }) => seq);
}
