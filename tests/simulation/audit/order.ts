import type { FinalLogs } from "./final-logs.ts";
import type { Composed, History } from "./history.ts";

/** D16: server time never runs back within a log. */
export function auditServerTime(logs: FinalLogs): string[] {
  return [...logs.values()].flatMap(({ conversation_id, entries }) =>
    entries.flatMap(({ seq, server_time }, index) => {
      const before = entries[index - 1]?.server_time ?? 0;
      return server_time < before ? [`D16: ${conversation_id} ${seq} is before its past`] : [];
    }),
  );
}

/** D4: what a device wrote is in the log in that order, and nothing behind a message that is missing. */
export function auditOrder({ composed }: History, logs: FinalLogs): string[] {
  const streams = Map.groupBy(
    composed,
    ({ device_id, conversation_id }) => `${device_id} ${conversation_id}`,
  );
  return [...streams.values()].flatMap((stream) => {
    const log = logs.get(stream[0]!.conversation_id);
    const seqs = new Map(log?.entries.map(({ client_id, seq }) => [client_id, seq]));
    let last = 0;
    let missing: Composed | null = null;
    return stream.flatMap((message) => {
      const seq = seqs.get(message.client_id);
      if (seq === undefined) {
        if (!mayBeMissing(message)) missing ??= message;
        return [];
      }
      const findings = seq < last ? [`D4: ${message.client_id} at ${seq} overtook`] : [];
      if (missing) findings.push(`D4: ${message.client_id} is in the log without ${missing.client_id}`);
      last = seq;
      return findings;
    });
  });
}

/** It was taken back, or was speech that nobody sent. */
function mayBeMissing({ discarded, what }: Composed): boolean {
  return discarded || (what.type === "voice" && (what.end !== "finished" || what.packets.length === 0));
}
