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
  const scheduled = new Set(
    operations.flatMap(({ name, input }) =>
      name === "schedule/set" ? [(input as { scheduled_id: string }).scheduled_id] : [],
    ),
  );
  for (const app of apps) for (const log of logs.values()) slices.push(await sliceOf(app, log));
  return {
    ...EMPTY_HISTORY,
    sends: [
      ...operations.flatMap((operation) => sendOf(operation, logs)),
      ...[...logs.values()].flatMap((log) => writtenByServer(log, scheduled)),
    ],
    reads: operations.flatMap(readsOf),
    slices: slices.filter(({ received }) => received.length > 0),
    notifications: notifications.flatMap(({ device_id, conversation_id, seq }) => {
      const entry = logs.get(conversation_id)?.entries[seq - 1];
      return entry ? [{ device_id, conversation_id, client_id: entry.client_id, sender: entry.sender }] : [];
    }),
    receipts_seen,
    receipts_answered: operations
      .flatMap(receiptsOf)
      .filter(({ conversation_id, account_id }) => hasRow(logs.get(conversation_id), account_id)),
  };
}

function sendOf({ name, input, outcome, invoked_ms, ...by }: Operation, logs: FinalLogs): Send[] {
  if (!APPENDING.has(name)) return [];
  const { conversation_id, client_id, ...asked } = input as Send & { content?: object; change?: object };
  const content = asked.content ?? asked.change ?? voiceOf(conversation_id, client_id, outcome, logs);
  const logged = logs.get(conversation_id)?.entries.find((entry) => entry.client_id === client_id)?.content;
  return [
    {
      ...{ conversation_id, client_id, account_id: by.account_id, device_id: by.device_id },
      device_seq: null, // an order of composing is kept instead, which survives what was taken back
      // What was recalled is no more than that it was there (audit/folds.ts says whether it was).
      // What a group became is told in the words of the log (audit/memberships.ts says whose it was to read).
      content:
        logged && (logged.type === "erased" || name.startsWith("group/")) ? said(logged) : said(content),
      invoked_at: invoked_ms,
      completed_at: outcome.type === "unknown" ? null : outcome.completed_ms,
      outcome: sendOutcome(outcome),
    },
  ];
}

/** What a device asked to have in a log under its own key, and is answered with an ack. */
const APPENDING: ReadonlySet<Operation["name"]> = new Set([
  ...(["message/send", "message/change", "talk/start"] as const),
  ...(["group/change", "group/set", "group/answer", "group/leave"] as const),
]);

/** Content as somebody said it: without what the server adds. */
export function said(content: object): string {
  return fingerprint({ ...content, expires_in_s: undefined });
}

/** The server makes up the id of a talk: the answer says which, or, when that was lost, the log does. */
function voiceOf(id: ConversationId, client_id: string, outcome: Outcome, logs: FinalLogs): object {
  if (outcome.type === "acknowledged") {
    return { type: "voice", talk_id: (outcome.output as Output<"talk/start">).talk_id };
  }
  const entry = logs.get(id)?.entries.find((each) => each.client_id === client_id);
  return entry?.content ?? { type: "voice" };
}

/** On somebody's behalf: how a talk ended, what became of a group, and what was scheduled. */
function writtenByServer({ conversation_id, entries }: FinalLog, scheduled: ReadonlySet<string>): Send[] {
  const written = entries.filter(
    ({ content, client_id }) => BY_SERVER.has(content.type) || scheduled.has(client_id),
  );
  return written.map(({ sender: account_id, device_id, client_id, content }) => ({
    ...{ conversation_id, account_id, device_id, client_id, device_seq: null, invoked_at: 0 },
    ...{ content: said(content), completed_at: null, outcome: { type: "unknown" } },
  }));
}

const BY_SERVER: ReadonlySet<string> = new Set(["talk_end", "membership", "info"]);

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
async function sliceOf(app: App, { conversation_id, epoch, entries }: FinalLog): Promise<Slice> {
  const { account_id, device_id } = app.identity;
  const kept = await app.cache.range<Entry>("entries", ...entryRange(conversation_id));
  const caught_up = app.client.conversation(conversation_id)?.state === "active";
  const received = kept.map(({ seq, client_id, content }) => {
    const logged = entries[seq - 1]?.content;
    // Who is not there any more does not hear that a message was recalled.
    const unheard = !caught_up && logged?.type === "erased";
    return { seq, client_id, content: said(unheard ? logged : content) };
  });
  return { device_id, account_id, conversation_id, epoch, received, caught_up };
}

/** Former readers of a channel are told to nobody. */
function hasRow(log: FinalLog | undefined, account_id: string): boolean {
  return log?.members.some((member) => member.account_id === account_id) ?? false;
}
