import { expect, test } from "bun:test";
import type { Store } from "../store.ts";
import { NOW } from "../testing/cast.ts";
import { REPORT_WAIT_MS, SMS_LEASE_MS_MAX, type SmsPartReport, type SmsRow } from "./ledger.ts";
import { attempt, CHAT, HANDSET, newSms } from "./testing.ts";

export function smsLedgerContract(store: () => Store): void {
  const sms = () => store().sms;
  async function opened(key: string, more: Parameters<typeof newSms>[1] = {}): Promise<SmsRow> {
    return (await sms().open([newSms(key, more)]))[0]!;
  }
  /** Opened, begun and accepted in as many parts as there are ids. */
  async function sent(
    key: string,
    ids: readonly string[],
    more: Parameters<typeof newSms>[1] = {},
  ): Promise<SmsRow> {
    const { sms_id } = await opened(key, more);
    await sms().begin([attempt(sms_id, { units: ids.length })]);
    const [row] = await sms().settle([
      { sms_id, attempt: 1, now: NOW, outcome: "accepted", carrier_message_ids: ids },
    ]);
    return row!;
  }
  const stateOf = async ({ sms_id }: SmsRow) => (await sms().byId(sms_id))!.state;
  function reportOf(carrier_message_id: string, more: Partial<SmsPartReport> = {}): SmsPartReport {
    const about = { link: "mobile", number: HANDSET, carrier_message_id };
    return { ...about, state: "delivered", reason: null, code: "DELIVRD", now: NOW + 1_000, ...more };
  }

  test("SL1 D14 however often an SMS is asked for, it is one row", async () => {
    const both = await Promise.all([1, 2].map(() => sms().open([newSms("a"), newSms("b")])));
    expect(both[0]).toEqual(both[1]!);
    expect(both[0]!.map(({ key, state, attempt, fen }) => [key, state, attempt, fen])).toEqual([
      ["a", "queued", 0, 0],
      ["b", "queued", 0, 0],
    ]);
    expect(await sms().byKey("a")).toEqual(both[0]![0]!);
    expect(await opened("a", { fen_max: 7, link: "other" })).toEqual(both[0]![0]!);
    expect((await sms().ofMessage(CHAT, 1)).map(({ key }) => key)).toEqual(["a", "b"]);
    expect(await sms().ofMessage(CHAT, 2)).toEqual([]);
  });

  test("SL2 what is due is claimed once, by who holds its link, the earliest first", async () => {
    await sms().open([
      newSms("later", { not_before: NOW + 1_000 }),
      newSms("other", { link: "unicom" }),
      newSms("any", { link: null, not_before: NOW - 1 }),
      newSms("mine"),
    ]);
    const both = await Promise.all([1, 2].map(() => sms().claim(["mobile"], 10, NOW, 1_000)));
    expect(both.flat().map(({ key }) => key)).toEqual(["any", "mine"]);
    expect((await sms().claim(["mobile", "unicom"], 10, NOW + 999, 1_000)).map(({ key }) => key)).toEqual([
      "other",
    ]);
    const again = await sms().claim(["mobile"], 10, NOW + 1_000, 1_000);
    expect(again.map(({ key }) => key)).toEqual(["any", "mine", "later"]);
    expect(await sms().claim([], 10, NOW + 1_000, 1_000)).toEqual([]);
  });

  test("SL2 D16 a clock that is set back keeps nobody waiting for a lease", async () => {
    await opened("a");
    await sms().claim(["mobile"], 10, NOW + SMS_LEASE_MS_MAX * 10, 1_000);
    expect(await sms().claim(["mobile"], 10, NOW, 1_000)).toHaveLength(1);
  });

  test("SL3 D14 of two workers that begin the same SMS one may send it", async () => {
    const { sms_id } = await opened("a");
    const begun = await Promise.all([1, 2, 3].map(() => sms().begin([attempt(sms_id)])));
    expect(
      begun
        .flat()
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(["begun", "gone", "gone"]);
    expect(await sms().byId(sms_id)).toMatchObject({
      state: "begun",
      attempt: 1,
      units: 1,
      fen: 5,
      extension: "001",
    });
    expect(await sms().claim(["mobile"], 10, NOW, 1_000)).toEqual([]);
    expect(await sms().begin([attempt(1_000_000)])).toEqual([{ outcome: "gone" }]);
  });

  test("SL4 budgets stop before they are exceeded, whoever takes from them at once", async () => {
    const rows = await sms().open(Array.from({ length: 8 }, (_, index) => newSms(`sms ${index}`)));
    const budgets = [
      { key: "day", amount: 1, max: 100 },
      { key: "month", amount: 5, max: 17 },
    ];
    const begun = await Promise.all(rows.map(({ sms_id }) => sms().begin([attempt(sms_id, { budgets })])));
    expect(begun.flat().filter(({ outcome }) => outcome === "begun")).toHaveLength(3);
    expect(begun.flat().filter(({ outcome }) => outcome === "over")).toEqual(
      Array.from({ length: 5 }, () => ({ outcome: "over", key: "month" })),
    );
    expect(await sms().spent(["day", "month", "unheard of"])).toEqual([3, 15, 0]);
    expect(await sms().claim(["mobile"], 10, NOW, 1_000)).toHaveLength(5);
  });

  test("SL5 a refusal gives back what was taken, and may put the SMS on another link", async () => {
    const { sms_id } = await opened("a");
    const budgets = [{ key: "day", amount: 5, max: 5 }];
    await sms().begin([attempt(sms_id, { budgets })]);
    const refused = { sms_id, now: NOW, outcome: "refused", reason: "no_route", code: "sgip:22" } as const;
    const again = { link: "unicom", not_before: NOW + 500 };
    expect(await sms().settle([{ ...refused, attempt: 1, again }])).toMatchObject([
      { state: "queued", link: "unicom", not_before: NOW + 500, attempt: 1, fen: 0, units: 0, reason: null },
    ]);
    expect(await sms().spent(["day"])).toEqual([0]);
    expect(await sms().settle([{ ...refused, attempt: 1, again }])).toEqual([]);
    expect(await sms().begin([attempt(sms_id, { link: "unicom", budgets })])).toEqual([
      { outcome: "begun", attempt: 2 },
    ]);
    expect(await sms().settle([{ ...refused, attempt: 1, again: null }])).toEqual([]);
    expect(await sms().settle([{ ...refused, attempt: 2, again: null }])).toMatchObject([
      { state: "failed", reason: "no_route", fen: 0 },
    ]);
    expect(await sms().spent(["day"])).toEqual([0]);
    const { steps } = (await sms().byId(sms_id))!;
    expect(steps.map(({ state, code }) => [state, code])).toEqual([
      ...[
        ["queued", null],
        ["begun", null],
        ["queued", "sgip:22"],
        ["begun", null],
        ["failed", "sgip:22"],
      ],
    ] as never);
  });

  test("SL6 D14 what was begun and not answered is unknown and is never sent again", async () => {
    const { sms_id } = await opened("a");
    await sms().begin([attempt(sms_id, { budgets: [{ key: "day", amount: 5, max: 5 }] })]);
    expect(await sms().overdue(NOW + 59_999)).toEqual([]);
    expect(await sms().overdue(NOW + 60_000)).toMatchObject([{ sms_id, state: "unknown", fen: 5 }]);
    expect(await sms().overdue(NOW + 60_000)).toEqual([]);
    expect(await sms().claim(["mobile"], 10, NOW + 90_000, 1_000)).toEqual([]);
    expect(await sms().begin([attempt(sms_id)])).toEqual([{ outcome: "gone" }]);
    expect(await sms().spent(["day"])).toEqual([5]);
    const late = {
      sms_id,
      attempt: 1,
      now: NOW + 70_000,
      outcome: "accepted",
      carrier_message_ids: ["1"],
    } as const;
    expect(await sms().settle([late])).toMatchObject([{ state: "accepted" }]);
  });

  test("SL6 what no answer came for is unknown, and the parts that were answered are reported", async () => {
    const { sms_id } = await opened("a");
    await sms().begin([attempt(sms_id, { units: 2 })]);
    const unknown = { sms_id, attempt: 1, now: NOW, outcome: "unknown", carrier_message_ids: ["1"] } as const;
    expect(await sms().settle([unknown])).toMatchObject([{ state: "unknown" }]);
    expect(await sms().report([reportOf("1")])).toEqual([]);
    expect(await sms().report([reportOf("1", { state: "failed", reason: "absent" })])).toEqual([]);
    expect(await sms().byId(sms_id)).toMatchObject({ state: "unknown" });
  });

  test("SL6 that a part failed does not say what became of those without an answer, nor what they cost", async () => {
    const { sms_id } = await opened("a");
    await sms().begin([attempt(sms_id, { units: 2 })]);
    const unknown = { sms_id, attempt: 1, now: NOW, outcome: "unknown", carrier_message_ids: ["1"] } as const;
    await sms().settle([unknown]);
    expect(await sms().report([reportOf("1", { state: "failed", reason: "absent" })])).toEqual([]);
    const line = { carrier_message_id: "1", number: HANDSET, at: NOW, units: 1, fen: 5 };
    await sms().importStatement({ link: "mobile", from: NOW, until: NOW + 1, lines: [line] }, NOW + 1);
    expect(await sms().byId(sms_id)).toMatchObject({ state: "failed", reason: "absent" });
  });

  test("SL7 what was not sent in time has failed, and what was dropped is not sent", async () => {
    const [late, cancelled, begun] = await sms().open(
      ["late", "cancelled", "begun"].map((key) => newSms(key)),
    );
    await sms().begin([attempt(begun!.sms_id)]);
    const end = { state: "cancelled", reason: null, now: NOW } as const;
    const drops = [cancelled!, begun!].map(({ sms_id }) => ({ sms_id, ...end }));
    expect(await sms().drop(drops)).toMatchObject([{ key: "cancelled", state: "cancelled" }]);
    expect(await sms().begin([attempt(cancelled!.sms_id)])).toEqual([{ outcome: "gone" }]);
    expect(await sms().overdue(NOW + 3_600_000)).toMatchObject([
      { key: "begun", state: "unknown" },
      { key: "late", state: "failed", reason: "expired" },
    ]);
    expect(await sms().begin([attempt(late!.sms_id)])).toEqual([{ outcome: "gone" }]);
  });

  test("SL7 what is postponed is due later, by another link", async () => {
    const row = await opened("a");
    await sms().claim(["mobile"], 10, NOW, 30_000);
    await sms().postpone([{ sms_id: row.sms_id, link: "unicom", not_before: NOW + 10 }]);
    expect(await sms().claim(["mobile", "unicom"], 10, NOW + 9, 1_000)).toEqual([]);
    expect(await sms().claim(["mobile"], 10, NOW + 10, 1_000)).toEqual([]);
    expect(await sms().claim(["unicom"], 10, NOW + 10, 1_000)).toHaveLength(1);
  });

  test.each([
    ["1", "0000000001"],
    ["255", "FF"],
    ["0x1a2b", "6699"],
    ["00ff", "FF"],
    ["msg-7", "msg-7"],
  ])("SL8 an SMS that was answered with id %p is found by a report of %p", async (answered, reported) => {
    const row = await sent("a", [answered]);
    expect(await sms().report([reportOf(reported)])).toMatchObject([{ state: "delivered" }]);
    expect(await stateOf(row)).toBe("delivered");
  });

  test("SL8 an id as it was given is found before one that is the same number", async () => {
    const hex = await sent("hex", ["10"]);
    const decimal = await sent("decimal", ["16"]);
    await sms().report([reportOf("16")]);
    expect([await stateOf(hex), await stateOf(decimal)]).toEqual(["accepted", "delivered"]);
  });

  test("SL8 an id that the carrier uses again, or for everything, is the oldest one that waits", async () => {
    const [first, second] = [await sent("first", ["same"]), await sent("second", ["same"])];
    await sms().report([reportOf("same")]);
    expect([await stateOf(first), await stateOf(second)]).toEqual(["delivered", "accepted"]);
    await sms().report([reportOf("same", { state: "failed", reason: "absent" })]);
    expect([await stateOf(first), await stateOf(second)]).toEqual(["delivered", "failed"]);
  });

  test("SL9 a report for another number or from another link changes nothing", async () => {
    const row = await sent("a", ["1"]);
    expect(await sms().report([reportOf("1", { number: "+8613800138002" })])).toEqual([]);
    expect(await sms().report([reportOf("1", { link: "unicom" })])).toEqual([]);
    expect(await stateOf(row)).toBe("accepted");
  });

  test("SL9 a report that comes before the answer is matched with it, and is forgotten after ten minutes", async () => {
    await sms().report([reportOf("early", { now: NOW })]);
    expect(await sent("a", ["early"])).toMatchObject({ state: "delivered" });
    await sms().report([reportOf("lost", { now: NOW })]);
    await sms().sweep(NOW + REPORT_WAIT_MS);
    expect(await sent("b", ["lost"])).toMatchObject({ state: "accepted" });
    expect(await sms().unmatchedReports(NOW)).toEqual([{ link: "mobile", count: 1 }]);
  });

  test.each([
    [["1 delivered", "2 delivered"], "delivered", null],
    [["2 delivered", "1 delivered", "1 delivered"], "delivered", null],
    [["1 delivered"], "accepted", null],
    [["1 delivered", "2 failed"], "failed", "suspended"],
    [["2 failed", "1 delivered"], "failed", "suspended"],
    [["1 expired", "2 delivered"], "failed", "expired"],
    [["1 failed", "2 delivered", "1 delivered"], "delivered", null],
    [["1 delivered", "1 failed", "2 delivered"], "delivered", null],
    [["1 buffered", "2 unknown"], "accepted", null],
  ] as const)("SL9 after reports of %p a message of two parts is %s", async (reports, state, reason) => {
    const row = await sent("a", ["1", "2"]);
    for (const said of reports) {
      const [id, state] = said.split(" ") as [string, SmsPartReport["state"]];
      await sms().report([reportOf(id, { state, reason: state === "failed" ? "suspended" : null })]);
    }
    expect(await sms().byId(row.sms_id)).toMatchObject({ state, reason });
  });

  test("SL9 that the handset is off is one step of the way", async () => {
    const row = await sent("a", ["1"]);
    const off = reportOf("1", { state: "buffered", code: "ENROUTE" });
    expect(await sms().report([off, off])).toMatchObject([{ state: "accepted" }]);
    await sms().report([reportOf("1")]);
    const { steps } = (await sms().byId(row.sms_id))!;
    expect(steps.map(({ state }) => state)).toEqual(["queued", "begun", "accepted", "buffered", "delivered"]);
  });

  test("SL10 senders are told of every change until they have been", async () => {
    const row = await opened("a");
    await opened("nobody's", { sender: null });
    expect(await sms().untold(10)).toEqual([row]);
    const [begun] = await sms().begin([attempt(row.sms_id)]);
    expect(begun).toMatchObject({ outcome: "begun" });
    await sms().told([row]);
    const [untold] = await sms().untold(10);
    expect(untold).toMatchObject({ state: "begun" });
    await sms().told([untold!]);
    expect(await sms().untold(10)).toEqual([]);
    await sms().told([row]);
    expect(await sms().untold(10)).toEqual([]);
  });
}
