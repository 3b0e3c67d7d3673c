import type { ConversationId, Output } from "@feiliao/protocol";
import { acknowledgedSends, knownBefore } from "./acknowledged.ts";
import type { History } from "./history.ts";

/** D5: an answer contains everything that was acknowledged to anybody before it was asked for. */
export function auditReads(history: History): string[] {
  const known = knownBefore(acknowledgedSends(history));
  return history.operations.flatMap(({ name, input, outcome, invoked_ms }) => {
    if (outcome.type !== "acknowledged") return [];
    return lastSeqs(name, input, outcome.output).flatMap(([conversation_id, last_seq]) => {
      const seq = known(conversation_id, invoked_ms);
      return seq <= last_seq ? [] : [`D5: ${name} of ${conversation_id} ended at ${last_seq}, not ${seq}`];
    });
  });
}

function lastSeqs(name: string, input: unknown, output: unknown): [ConversationId, number][] {
  if (name === "conversation/read") {
    const { conversation_id } = input as { conversation_id: ConversationId };
    return [[conversation_id, (output as Output<"conversation/read">).last_seq]];
  }
  if (name !== "sync/pull") return [];
  return (output as Output<"sync/pull">).conversations.map((change) => [
    change.conversation_id,
    change.last_seq,
  ]);
}
