import type { Entry } from "@feiliao/protocol";
import { entryRange } from "../../../packages/client/src/cache/records.ts";
import type { App } from "../people/app.ts";
import type { FinalLogs } from "./final-logs.ts";

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
