import type { FinalLogs } from "./final-logs.ts";
import type { History } from "./history.ts";

/** D8: a device does not tell of what was in the log before it was signed in. */
export function auditNews({ notifications, signed_in }: History, logs: FinalLogs): string[] {
  return notifications.flatMap(({ device_id, conversation_id, seq }) => {
    const before = signed_in.get(device_id)?.get(conversation_id) ?? 0;
    const entry = logs.get(conversation_id)?.entries[seq - 1];
    const isOld = seq <= before && entry?.content.type !== "voice"; // speech is told of when it has ended
    return isOld ? [`D8: ${device_id} was told of ${conversation_id} ${seq}, which it came after`] : [];
  });
}
