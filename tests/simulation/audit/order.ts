import { acknowledgedSends, knownBefore } from "./acknowledged.ts";
import type { FinalLogs } from "./final-logs.ts";
import type { Composed, History } from "./history.ts";

/** D3, D4, D16: seqs are 1..last, follow real time and each device's order, and server time never runs back. */
export function auditOrder(history: History, logs: FinalLogs): string[] {
  return [...gaps(logs), ...againstRealTime(history), ...againstSenders(history, logs)];
}

function gaps(logs: FinalLogs): string[] {
  return [...logs.values()].flatMap(({ conversation_id, entries, last_seq }) => {
    const findings: string[] = [];
    if (entries.length !== last_seq) {
      findings.push(`D3: ${conversation_id} ends at ${last_seq} with ${entries.length} entries`);
    }
    for (const [index, entry] of entries.entries()) {
      if (entry.seq !== index + 1) findings.push(`D3: ${conversation_id} has ${entry.seq} at ${index + 1}`);
      const before = entries[index - 1]?.server_time ?? 0;
      if (entry.server_time < before)
        findings.push(`D16: ${conversation_id} ${entry.seq} is before its past`);
    }
    return findings;
  });
}

/** An answer that was there before a send began has the lower seq. */
function againstRealTime(history: History): string[] {
  const sends = acknowledgedSends(history);
  const known = knownBefore(sends);
  return sends.flatMap(({ conversation_id, ack, invoked_ms }) => {
    const highest = known(conversation_id, invoked_ms);
    return highest < ack.seq ? [] : [`D3: ${conversation_id} ${ack.seq} was sent after ${highest} was known`];
  });
}

/** What a device wrote is in the log in that order, and nothing behind a message that is missing. */
function againstSenders({ composed }: History, logs: FinalLogs): string[] {
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
