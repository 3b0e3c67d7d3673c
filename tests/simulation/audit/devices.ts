import type { Entry } from "@feiliao/protocol";
import { entryRange } from "../../../packages/client/src/cache/records.ts";
import type { App } from "../people/app.ts";
import type { FinalLogs } from "./final-logs.ts";

/** D6: what a device keeps of a log is one range of it, entry by entry the same. */
export async function auditCache(app: App, logs: FinalLogs): Promise<string[]> {
  const findings: string[] = [];
  for (const { conversation_id, entries } of logs.values()) {
    const kept = await app.cache.range<Entry>("entries", ...entryRange(conversation_id));
    const first = kept[0]?.seq ?? 1;
    for (const [index, entry] of kept.entries()) {
      const seq = first + index;
      const place = `${app.name} ${conversation_id}`;
      if (entry.seq !== seq) findings.push(`D6: ${place} has ${entry.seq} where ${seq} is due`);
      else if (!sameEntry(entry, entries[seq - 1])) findings.push(`D6: ${place} ${seq} is not the log's`);
    }
  }
  return findings;
}

/** D9: a device has everything, and nothing waits on it. */
export async function auditConverged(app: App, logs: FinalLogs): Promise<string[]> {
  if (!app.online) return [`D9: ${app.name} is ${JSON.stringify(app.client.session)}`];
  const findings: string[] = [];
  const waiting = await app.cache.all<unknown>("outbox");
  if (waiting.length > 0) findings.push(`D9: ${app.name} still has to send ${JSON.stringify(waiting[0])}`);
  for (const view of app.client.conversations) {
    const { conversation_id } = view;
    const last = logs.get(conversation_id)?.last_seq ?? 0;
    const [kept] = await app.cache.range<Entry>("entries", ...entryRange(conversation_id), {
      ...{ limit: 1, descending: true },
    });
    const end = kept?.seq ?? 0;
    if (end !== last) findings.push(`D9: ${app.name} has ${conversation_id} to ${end} of ${last}`);
  }
  return findings;
}

/** Members are added to an entry in any order. */
function sameEntry(a: Entry, b: Entry | undefined): boolean {
  return b !== undefined && Bun.deepEquals(a, b);
}
