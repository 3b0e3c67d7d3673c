import type { Store } from "@feiliao/server/store/store";
import type { FinalLogs } from "./final-logs.ts";

/** D14: what a commit left to be done is done: conversations are listed, and members carry their names. */
export async function auditEffects(store: Store, logs: FinalLogs): Promise<string[]> {
  const findings: string[] = [];
  for (const { conversation_id, members, entries } of logs.values()) {
    const said = entries.filter(({ content }) => content.type !== "membership" && content.type !== "info");
    const senders = new Set(said.map(({ sender }) => sender));
    for (const { account_id, name, state } of members) {
      const listed = await store.accounts.listed(account_id);
      if (!listed.includes(conversation_id))
        findings.push(`D14: ${account_id} does not list ${conversation_id}`);
      const profile = await store.accounts.profile(account_id);
      if (state === "active" && senders.has(account_id) && profile?.name !== name) {
        findings.push(`D14: ${account_id} is ${profile?.name}, in ${conversation_id} still ${name}`);
      }
    }
  }
  return findings;
}
