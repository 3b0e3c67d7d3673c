import { expect, test } from "bun:test";
import type { Store } from "../store.ts";
import { NOW } from "../testing/cast.ts";
import { attempt, HANDSET, newSms } from "./testing.ts";

export function smsBillingContract(store: () => Store): void {
  const sms = () => store().sms;
  /** Begun, and answered as told: an id, a refusal, or nothing at all. */
  async function sent(key: string, answer: { id: string } | "refused" | "silence", at: number, units = 1) {
    const [row] = await sms().open([newSms(key, { now: at, not_before: at })]);
    const { sms_id } = row!;
    const budgets = [{ key: "day", amount: 5 * units, max: 1_000 }];
    await sms().begin([attempt(sms_id, { units, fen: 5 * units, budgets, now: at, deadline: at + 60_000 })]);
    const settled = { sms_id, attempt: 1, now: at };
    if (answer === "silence") return sms_id;
    const refusal = { outcome: "refused", reason: "blocked", code: "x", again: null } as const;
    await sms().settle([
      answer === "refused"
        ? { ...settled, ...refusal }
        : { ...settled, outcome: "accepted", carrier_message_ids: [answer.id] },
    ]);
    return sms_id;
  }

  test("SB1 the summary says what went out by link, day, kind, state and reason", async () => {
    await sent("a", { id: "1" }, NOW);
    await sent("b", { id: "2" }, NOW, 2);
    await sent("c", "refused", NOW);
    await sent("d", "silence", NOW + 16 * 3_600_000);
    const of = { link: "mobile", kind: "message", reason: null, billed: 0, billed_fen: 0 } as const;
    expect(await sms().summary(NOW)).toEqual([
      { ...of, day: "2026-01-01", state: "accepted", count: 2, units: 3, fen: 15 },
      { ...of, day: "2026-01-01", state: "failed", reason: "blocked", count: 1, units: 0, fen: 0 },
      { ...of, day: "2026-01-02", state: "begun", count: 1, units: 1, fen: 5 },
    ]);
    expect(await sms().summary(NOW + 1)).toHaveLength(1);
  });

  test("SB2 after a statement was imported, what we count is the bill to the fen", async () => {
    const minute = 60_000;
    const known = await sent("known", { id: "0001" }, NOW);
    const taken = await sent("taken", "silence", NOW + 5 * minute);
    const not_taken = await sent("not taken", "silence", NOW + 30 * minute);
    await sms().overdue(NOW + 60 * minute);
    const statement = {
      ...{ link: "mobile", from: NOW, until: NOW + 86_400_000 },
      lines: [
        { carrier_message_id: "1", number: HANDSET, at: NOW + 1_000, units: 1, fen: 4 },
        { carrier_message_id: "77", number: HANDSET, at: NOW + 5 * minute + 900, units: 1, fen: 5 },
        { carrier_message_id: "99", number: "+8613900139000", at: NOW, units: 1, fen: 5 },
      ],
    };
    const outcome = await sms().importStatement(statement, NOW + 2 * 86_400_000);
    expect(outcome).toEqual({
      ...{ matched: 2, resolved_taken: 1, resolved_not_taken: 1, unbilled: 0 },
      ...{ strange: 1, strange_fen: 5, bill_fen: 14 },
    });
    const states = await Promise.all([known, taken, not_taken].map((sms_id) => sms().byId(sms_id)));
    expect(states.map((row) => row!.state)).toEqual(["accepted", "accepted", "failed"]);
    const sums = await sms().summary(NOW);
    const billed_fen = sums.reduce((sum, row) => sum + row.billed_fen, 0);
    expect(billed_fen + outcome.strange_fen).toBe(outcome.bill_fen);
    expect(await sms().spent(["day"])).toEqual([10]);
    const again = await sms().importStatement(statement, NOW + 3 * 86_400_000);
    expect(again).toMatchObject({ resolved_taken: 0, resolved_not_taken: 0, bill_fen: 14 });
    expect(await sms().summary(NOW)).toEqual(sums);
  });

  test("SB2 lines of the same id and number are each about another SMS, the nearest in time", async () => {
    const minute = 60_000;
    const times = [NOW, NOW, NOW + minute];
    for (const [index, at] of times.entries()) await sent(`sms ${index}`, { id: "same" }, at);
    const lines = times.toReversed().map((at, index) => ({
      ...{ carrier_message_id: "same", number: HANDSET, at: at + 500 },
      ...{ units: 1, fen: 5 + index },
    }));
    const statement = { link: "mobile", from: NOW, until: NOW + 86_400_000, lines };
    const outcome = await sms().importStatement(statement, NOW + 86_400_000);
    expect(outcome).toMatchObject({ matched: 3, strange: 0, unbilled: 0, bill_fen: 18 });
    const [sum] = await sms().summary(NOW);
    expect(sum).toMatchObject({ count: 3, billed: 3, billed_fen: 18 });
  });
}
