import { acknowledgedSends } from "./acknowledged.ts";
import type { FinalLogs } from "./final-logs.ts";
import type { History, Notification } from "./history.ts";

/** D8: a device tells of a message at most once, and not of those from before it was signed in. */
export function auditNotifications(history: History, logs: FinalLogs): string[] {
  const { notifications } = history;
  const isOld = oldMessages(history, logs);
  const told = new Set<string>();
  return notifications.flatMap((notification) => {
    const { device_id, conversation_id, seq } = notification;
    const key = `${device_id} ${conversation_id} ${seq}`;
    if (told.has(key)) return [`D8: told twice: ${key}`];
    told.add(key);
    return isOld(notification) ? [`D8: told of what came before it was signed in: ${key}`] : [];
  });
}

/** What was acknowledged before the device was signed in; a voice message is told of when it has ended. */
function oldMessages(history: History, logs: FinalLogs): (notification: Notification) => boolean {
  const sends = acknowledgedSends(history);
  return ({ device_id, conversation_id, seq }) => {
    const signed_in_ms = history.signed_in_ms.get(device_id)!;
    const isOld = sends.some(
      (send) =>
        send.conversation_id === conversation_id && send.ack.seq >= seq && send.completed_ms < signed_in_ms,
    );
    return isOld && logs.get(conversation_id)?.entries[seq - 1]?.content.type !== "voice";
  };
}
