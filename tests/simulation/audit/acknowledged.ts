import type { Ack, ConversationId } from "@feiliao/protocol";
import type { FinalLogs } from "./final-logs.ts";
import type { History, Operation } from "./history.ts";

interface Send {
  operation: Operation;
  conversation_id: ConversationId;
  client_id: string;
  ack: Ack;
  /** When it was asked for the first time: what was asked for again may have happened then. */
  invoked_ms: number;
  completed_ms: number;
}

/** Every send that was acknowledged, talks included, in the order of asking. */
export function acknowledgedSends({ operations }: History): Send[] {
  const first = new Map<string, number>();
  const sends = operations.flatMap((operation) => {
    const { name, input, outcome, device_id } = operation;
    if (name !== "message/send" && name !== "talk/start") return [];
    const { conversation_id, client_id } = input as { conversation_id: ConversationId; client_id: string };
    const key = `${device_id} ${client_id}`;
    const invoked_ms = first.get(key) ?? operation.invoked_ms;
    first.set(key, invoked_ms);
    if (outcome.type !== "acknowledged") return [];
    const { completed_ms, output } = outcome;
    return [{ operation, conversation_id, client_id, ack: output as Ack, invoked_ms, completed_ms }];
  });
  return sends.sort((a, b) => a.invoked_ms - b.invoked_ms);
}

/**
 * The highest seq of a conversation that was acknowledged to anybody before a moment. To be asked with moments that
 * never go back.
 */
export function knownBefore(sends: readonly Send[]): (id: ConversationId, moment_ms: number) => number {
  const byAnswer = sends.toSorted((a, b) => a.completed_ms - b.completed_ms);
  const highest = new Map<ConversationId, number>();
  let next = 0;
  return (id, moment_ms) => {
    for (let send = byAnswer[next]; send && send.completed_ms < moment_ms; send = byAnswer[++next]) {
      const before = highest.get(send.conversation_id) ?? 0;
      highest.set(send.conversation_id, Math.max(before, send.ack.seq));
    }
    return highest.get(id) ?? 0;
  };
}

/** D1, D2: what was acknowledged is in the log where the answer said, with the same content, and once. */
export function auditAcknowledged(history: History, logs: FinalLogs): string[] {
  return [...lost(history, logs), ...doubled(logs)];
}

function lost(history: History, logs: FinalLogs): string[] {
  return acknowledgedSends(history).flatMap(({ operation, conversation_id, client_id, ack }) => {
    const entry = logs.get(conversation_id)?.entries[ack.seq - 1];
    const place = `${client_id}, acknowledged at ${ack.seq} of ${conversation_id}`;
    if (entry?.client_id !== client_id || entry.sender !== operation.account_id) return [`D1: lost ${place}`];
    const { content } = operation.input as { content?: unknown };
    const kept = content === undefined || JSON.stringify(entry.content) === JSON.stringify(content);
    return kept ? [] : [`D2: other words in ${place}`];
  });
}

function doubled(logs: FinalLogs): string[] {
  return [...logs.values()].flatMap(({ conversation_id, entries }) => {
    const keys = new Set<string>();
    return entries.flatMap(({ sender, client_id }) => {
      const key = `${sender} ${client_id}`;
      if (keys.has(key)) return [`D2: twice in ${conversation_id}: ${key}`];
      keys.add(key);
      return [];
    });
  });
}
