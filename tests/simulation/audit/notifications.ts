import type { Entry } from "@feiliao/protocol";
import type { FinalLogs } from "./final-logs.ts";
import type { History } from "./history.ts";

/** D8: a device does not tell of what was in the log before it was signed in; to who comes in later, all may be new. */
export function auditNews({ notifications, signed_in }: History, logs: FinalLogs): string[] {
  return notifications.flatMap(({ device_id, conversation_id, seq }) => {
    const before = signed_in.get(device_id)?.get(conversation_id) ?? 0;
    const entries = logs.get(conversation_id)?.entries ?? [];
    if (entries.slice(seq).some(bringsIn)) return [];
    const entry = entries[seq - 1];
    const isOld = seq <= before && entry?.content.type !== "voice"; // speech is told of when it has ended
    return isOld ? [`D8: ${device_id} was told of ${conversation_id} ${seq}, which it came after`] : [];
  });
}

function bringsIn({ content }: Entry): boolean {
  return content.type === "membership" && COMES.has(content.change);
}

const COMES: ReadonlySet<string> = new Set(["added", "accepted", "joined"]);
