import { expect, test } from "bun:test";
import type { SmsRecipientView } from "@feiliao/client";
import type { SmsProgress, SmsState } from "@feiliao/protocol";
import { isOver, summaryOf } from "./progress.ts";

function to(state: SmsState, more: Partial<SmsProgress> = {}): SmsRecipientView {
  const progress: SmsProgress = {
    ...{ kind: "message", state, reason: null, carrier: null, units: 1, fen: 5, due_at: null, at: 1 },
    ...more,
  };
  return { to: "acc_b", progress };
}

test("of several recipients the one who needs attention is told of", () => {
  expect(summaryOf([]).state).toBe("queued");
  expect(summaryOf([to("delivered"), to("sent")])).toMatchObject({
    state: "sent",
    delivered: 1,
    recipients: 2,
  });
  expect(summaryOf([to("delivered"), to("failed", { reason: "suspended" }), to("unknown")])).toMatchObject({
    state: "failed",
    reason: "suspended",
    fen: 15,
  });
  expect(summaryOf([to("delivered"), to("cancelled")]).state).toBe("delivered");
});

test("a rule that waits is over at the moment its condition is met, before the server says so", () => {
  const planned = summaryOf([to("planned", { kind: "notice", due_at: 9 })]);
  expect(planned.notice).toBe(true);
  expect(isOver(planned, { state: "sent" }, "delivered")).toBe(false);
  expect(isOver(planned, { state: "delivered" }, "delivered")).toBe(true);
  expect(isOver(planned, { state: "delivered" }, "read")).toBe(false);
  expect(isOver(planned, { state: "heard" }, "read")).toBe(true);
  expect(isOver(summaryOf([to("sent")]), { state: "read" }, "read")).toBe(false);
});
