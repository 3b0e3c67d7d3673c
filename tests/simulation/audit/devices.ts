import type { Entry } from "@feiliao/protocol";
import { entryRange } from "../../../packages/client/src/cache/records.ts";
import type { OutboxItem } from "../../../packages/client/src/outbox/item.ts";
import type { App } from "../people/app.ts";
import type { FinalLogs } from "./final-logs.ts";
import type { History } from "./history.ts";

/** D9: a device has everything, and nothing waits on it. */
export async function auditConverged(app: App, logs: FinalLogs): Promise<string[]> {
  if (!app.online) return [`D9: ${app.name} is ${JSON.stringify(app.client.session)}`];
  const findings: string[] = [];
  const composed = await app.cache.all<OutboxItem>("outbox");
  // What was acknowledged before somebody left has no log to arrive in.
  const waiting = composed.filter(
    ({ conversation_id }) => app.client.conversation(conversation_id)?.state === "active",
  );
  if (waiting.length > 0) findings.push(`D9: ${app.name} still has to send ${JSON.stringify(waiting[0])}`);
  for (const { conversation_id, state } of app.client.conversations) {
    if (state !== "active") continue; // it has what there was while it was
    const last = logs.get(conversation_id)?.last_seq ?? 0;
    const [kept] = await app.cache.range<Entry>("entries", ...entryRange(conversation_id), {
      ...{ limit: 1, descending: true },
    });
    const end = kept?.seq ?? 0;
    if (end !== last) findings.push(`D9: ${app.name} has ${conversation_id} to ${end} of ${last}`);
  }
  return findings;
}

/** The person takes back what was refused for good: a muted one wrote, or one who had been removed. */
export async function discardRefused(app: App, history: History): Promise<void> {
  for (const { client_id, state } of await app.cache.all<OutboxItem>("outbox")) {
    if (state.phase !== "failed") continue;
    const composed = history.composed.find((message) => message.client_id === client_id);
    if (composed) composed.discarded = true;
    await app.client.discard(client_id);
  }
}
