import type { MessageView, SmsRecipientView } from "@feiliao/client";
import type { FallbackRule, SmsReason, SmsState } from "@feiliao/protocol";

type Unless = FallbackRule["unless"];

/** What a person most needs to know comes first. */
const ORDER: readonly SmsState[] = [
  "failed",
  "asked",
  "unknown",
  "planned",
  "queued",
  "sent",
  "delivered",
  "cancelled",
];

/** What became of a message as SMS, for all who get it together. */
export interface SmsSummary {
  state: SmsState;
  /** Of the one in that state. */
  reason: SmsReason | null;
  /** It is only a notice that there is something, for somebody who has the app. */
  notice: boolean;
  recipients: number;
  delivered: number;
  units: number;
  fen: number;
  due_at: number | null;
}

/** An empty list: it goes as SMS, and nothing is known yet. */
export function summaryOf(sms: readonly SmsRecipientView[]): SmsSummary {
  const progress = sms.map((recipient) => recipient.progress);
  const [first] = [...progress].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return {
    state: first?.state ?? "queued",
    reason: first?.reason ?? null,
    notice: progress.length > 0 && progress.every(({ kind }) => kind === "notice"),
    recipients: sms.length,
    delivered: progress.filter(({ state }) => state === "delivered").length,
    units: progress.reduce((sum, { units }) => sum + units, 0),
    fen: progress.reduce((sum, { fen }) => sum + fen, 0),
    due_at: first?.due_at ?? null,
  };
}

/** A rule that waits for a message to be delivered or read has nothing left to do once it is. */
export function isOver({ state }: SmsSummary, message: Pick<MessageView, "state">, unless: Unless): boolean {
  if (state === "cancelled") return true;
  const waits = state === "planned" || state === "asked";
  const reached = unless === "delivered" ? ["delivered", "read", "heard"] : ["read", "heard"];
  return waits && reached.includes(message.state);
}
