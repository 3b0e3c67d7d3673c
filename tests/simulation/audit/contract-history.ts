import type { Ack, ConversationId, Entry, Output } from "@feiliao/protocol";
import { entryRange } from "../../../packages/client/src/cache/records.ts";
import {
  type History as ContractHistory,
  EMPTY_HISTORY,
  fingerprint,
  type Read,
  type ReceiptsAnswered,
  type Send,
  type SendOutcome,
  type Slice,
} from "../../faults/audit/history.ts";
import type { App } from "../people/app.ts";
import type { FinalLog, FinalLogs } from "./final-logs.ts";
import type { History, Operation, Outcome } from "./history.ts";

/** What the devices know, as the auditor of all fault tests reads it. */
export async function contractHistory(
  history: History,
  apps: readonly App[],
  logs: FinalLogs,
): Promise<ContractHistory> {
  const { operations, notifications, receipts_seen } = history;
  const slices: Slice[] = [];
  for (const app of apps) for (const log of logs.values()) slices.push(await sliceOf(app, log));
  return {
    ...EMPTY_HISTORY,
    sends: [
      ...operations.flatMap((operation) => sendOf(operation, logs)),
      ...[...logs.values()].flatMap(endsOfTalks),
    ],
    reads: operations.flatMap(readsOf),
    slices: slices.filter(({ received }) => received.length > 0),
    notifications: notifications.flatMap(({ device_id, conversation_id, seq }) => {
      const entry = logs.get(conversation_id)?.entries[seq - 1];
      return entry ? [{ device_id, conversation_id, client_id: entry.client_id, sender: entry.sender }] : [];
    }),
    receipts_seen,
    receipts_answered: operations.flatMap(receiptsOf),
  };
}

function sendOf({ name, input, outcome, invoked_ms, ...by }: Operation, logs: FinalLogs): Send[] {
  if (name !== "message/send" && name !== "message/change" && name !== "talk/start") return [];
  const { conversation_id, client_id, ...said } = input as Send & { content?: object; change?: object };
  const content = said.content ?? said.change ?? voiceOf(conversation_id, client_id, outcome, logs);
  const logged = logs.get(conversation_id)?.entries.find((entry) => entry.client_id === client_id)?.content;
  return [
    {
      ...{ conversation_id, client_id, account_id: by.account_id, device_id: by.device_id },
      device_seq: null, // an order of composing is kept instead, which survives what was taken back
      // What was recalled is no more than that it was there (audit/folds.ts says whether it was).
      content: fingerprint(logged?.type === "erased" ? logged : content),
      invoked_at: invoked_ms,
      completed_at: outcome.type === "unknown" ? null : outcome.completed_ms,
      outcome: sendOutcome(outcome),
    },
  ];
}

/** The server makes up the id of a talk: the answer says which, or, when that was lost, the log does. */
function voiceOf(id: ConversationId, client_id: string, outcome: Outcome, logs: FinalLogs): object {
  if (outcome.type === "acknowledged") {
    return { type: "voice", talk_id: (outcome.output as Output<"talk/start">).talk_id };
  }
  const entry = logs.get(id)?.entries.find((each) => each.client_id === client_id);
  return entry?.content ?? { type: "voice" };
}

/** How a talk ended is written by the server, on its talker's behalf and sometimes by itself. */
function endsOfTalks({ conversation_id, entries }: FinalLog): Send[] {
  const ends = entries.filter(({ content }) => content.type === "talk_end");
  return ends.map(({ sender: account_id, device_id, client_id, content }) => ({
    ...{ conversation_id, account_id, device_id, client_id, device_seq: null, invoked_at: 0 },
    ...{ content: fingerprint(content), completed_at: null, outcome: { type: "unknown" } },
  }));
}

/** What the store could not do for certain may have happened (D15). */
function sendOutcome(outcome: Outcome): SendOutcome {
  if (outcome.type === "acknowledged") return { type: "acknowledged", ...(outcome.output as Ack) };
  if (outcome.type === "unknown" || outcome.code === "storage_failed") return { type: "unknown" };
  return { type: "rejected", code: outcome.code };
}

function readsOf({ name, input, outcome, invoked_ms, account_id }: Operation): Read[] {
  if (outcome.type !== "acknowledged") return [];
  const read = { account_id, invoked_at: invoked_ms };
  if (name === "conversation/read") {
    const { conversation_id } = input as { conversation_id: ConversationId };
    const { last_seq } = outcome.output as Output<"conversation/read">;
    return [{ ...read, conversation_id, last_seq }];
  }
  if (name !== "sync/pull") return [];
  const { conversations } = outcome.output as Output<"sync/pull">;
  return conversations.map(({ conversation_id, last_seq }) => ({ ...read, conversation_id, last_seq }));
}

function receiptsOf({ name, input, outcome, account_id }: Operation): ReceiptsAnswered[] {
  if (name !== "receipt/advance" || outcome.type !== "acknowledged") return [];
  const { conversation_id } = input as { conversation_id: ConversationId };
  return [{ conversation_id, account_id, ...(outcome.output as Output<"receipt/advance">) }];
}

/** D6: what the device keeps of a log. */
async function sliceOf(app: App, { conversation_id, epoch }: FinalLog): Promise<Slice> {
  const { account_id, device_id } = app.identity;
  const kept = await app.cache.range<Entry>("entries", ...entryRange(conversation_id));
  const received = kept.map(({ seq, client_id, content }) => {
    return { seq, client_id, content: fingerprint(content) };
  });
  return { device_id, account_id, conversation_id, epoch, received, caught_up: true };
}
