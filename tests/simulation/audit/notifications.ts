import type { History } from "./history.ts";

/** D8: a device tells of a message at most once. */
export function auditNotifications({ notifications }: History): string[] {
  const told = new Set<string>();
  return notifications.flatMap(({ device_id, conversation_id, seq }) => {
    const key = `${device_id} ${conversation_id} ${seq}`;
    if (told.has(key)) return [`D8: told twice: ${key}`];
    told.add(key);
    return [];
  });
}
