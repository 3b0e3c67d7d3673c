import { expect, test } from "bun:test";
import type { Store } from "../store.ts";
import { NOW } from "../testing/cast.ts";
import type { SmsReminder } from "./reminders.ts";
import { ALICE, BOB, CHAT, HANDSET } from "./testing.ts";

const HOUR_MS = 3_600_000;

/** What waits for somebody to read it, routes that were learnt, and shares. */
export function smsWaitingContract(store: () => Store): void {
  const sms = () => store().sms;
  const reminder = (seq: number, more: Partial<SmsReminder> = {}): SmsReminder => ({
    ...{ conversation_id: CHAT, recipient: BOB, sender: ALICE, seq, mode: "notice", unless: "read" },
    due_at: NOW + 600_000,
    ...more,
  });

  test("SW1 a notice is armed once until it is done, a full text once per message", async () => {
    const notice = reminder(1);
    expect(await sms().remind([notice, reminder(2)])).toEqual([notice]);
    expect(await sms().remind([reminder(3)])).toEqual([]);
    const full = [reminder(4, { mode: "full" }), reminder(5, { mode: "full" })];
    expect(await sms().remind([...full, full[0]!])).toEqual(full);
    expect(await sms().endReminder(notice)).toBe(true);
    expect(await sms().endReminder(notice)).toBe(false);
    expect(await sms().remind([reminder(6)])).toHaveLength(1);
    const waiting = await sms().remindersUpTo(CHAT, BOB, 5);
    expect(waiting).toEqual(full);
    expect(await sms().remindersUpTo(CHAT, ALICE, 5)).toEqual([]);
  });

  test("SW2 a reminder that is due is claimed by one node, and again when its lease ends", async () => {
    const [early, late] = [
      reminder(1, { mode: "full" }),
      reminder(2, { mode: "full", due_at: NOW + 700_000 }),
    ];
    await sms().remind([late, early]);
    expect(await sms().claimReminders(10, NOW + 599_999, 1_000)).toEqual([]);
    const both = await Promise.all([1, 2].map(() => sms().claimReminders(10, NOW + 700_000, 1_000)));
    expect(both.flat()).toEqual([early, late]);
    await sms().endReminder(early);
    await sms().delayReminder(late, NOW + 800_000);
    expect(await sms().claimReminders(10, NOW + 799_999, 1_000)).toEqual([]);
    expect(await sms().claimReminders(10, NOW + 800_000, 1_000)).toMatchObject([
      { seq: 2, due_at: NOW + 800_000 },
    ]);
    expect(await sms().claimReminders(10, NOW + 801_000, 1_000)).toHaveLength(1);
  });

  test("SW3 one notice per conversation and recipient in six hours", async () => {
    const take = (now: number, recipient = BOB) => sms().takeNotice(CHAT, recipient, now, 6 * HOUR_MS);
    const taken = await Promise.all([take(NOW), take(NOW), take(NOW, ALICE)]);
    expect(taken.filter((may) => may)).toHaveLength(2);
    expect(await take(NOW + 6 * HOUR_MS - 1)).toBe(false);
    expect(await take(NOW + 6 * HOUR_MS)).toBe(true);
    expect(await take(NOW + 6 * HOUR_MS + 1)).toBe(false);
  });

  test("SR1 what carriers answered is known, and what the operator said holds over it", async () => {
    const other = "+8613800138002";
    const lesson = { number: HANDSET, at: NOW } as const;
    await sms().learn([{ ...lesson, carrier: "china_mobile", answer: "accepted" }]);
    expect(await sms().routes([HANDSET])).toEqual(new Map());
    await sms().learn([
      { ...lesson, carrier: "china_mobile", answer: "not_mine" },
      { ...lesson, carrier: "china_telecom", answer: "accepted" },
    ]);
    await sms().setOverrides([
      { number: HANDSET, carrier: "china_unicom" },
      { number: other, carrier: "china_unicom" },
    ]);
    expect(await sms().routes([HANDSET, "+8613800138003"])).toEqual(
      new Map([
        [
          HANDSET,
          {
            override: "china_unicom",
            learned: "china_telecom",
            refused: [{ carrier: "china_mobile", at: NOW }],
          },
        ],
      ]),
    );
    await sms().setOverrides([{ number: HANDSET, carrier: null }]);
    expect((await sms().routes([HANDSET])).get(HANDSET)).toMatchObject({
      override: null,
      learned: "china_telecom",
    });
    expect(await sms().overrides(null, 10)).toEqual([{ number: other, carrier: "china_unicom" }]);
    expect(await sms().overrides(other, 10)).toEqual([]);
  });

  test("SS1 a share is found by the hash of its token until it expires", async () => {
    const hash = new Uint8Array(32).fill(7);
    const share = { conversation_id: CHAT, seq: 3, sender: ALICE, expires_at: NOW + 1_000 };
    await sms().share(hash, share);
    expect(await sms().shared(hash, NOW)).toEqual(share);
    expect(await sms().shared(new Uint8Array(32), NOW)).toBeNull();
    expect(await sms().shared(hash, NOW + 1_000)).toBeNull();
  });
}
