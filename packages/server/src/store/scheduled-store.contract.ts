import { expect, test } from "bun:test";
import { SCHEDULED_LEASE_MS_MAX, type ScheduledMessage } from "./scheduled-store.ts";
import type { Store } from "./store.ts";
import { NOW, type Pair, pair } from "./testing/cast.ts";

/** The part of the store contract about messages that wait for their time. */
export function scheduledStoreContract(store: () => Store): void {
  test("a scheduled message is claimed when it is due, and by one node", async () => {
    const { scheduled } = store();
    const [late, early] = [messageOf(await pair(store()), "late", 2_000)].flatMap((message) => [
      message,
      { ...message, scheduled_id: "early", due_at: NOW + 1_000 },
    ]);
    await scheduled.set(late!, 100);
    await scheduled.set(early!, 100);
    expect(await scheduled.claim(100, NOW + 999, 1_000)).toEqual([]);
    const both = await Promise.all([1, 2].map(() => scheduled.claim(100, NOW + 1_000, 5_000)));
    expect(both.flat()).toEqual([early!]);
    expect(await scheduled.claim(100, NOW + 2_000, 5_000)).toEqual([late!]);
  });

  test("what a node claimed and did not finish is claimed again when its lease ends", async () => {
    const { scheduled } = store();
    const message = messageOf(await pair(store()), "m", 0);
    await scheduled.set(message, 100);
    await scheduled.claim(100, NOW, 1_000);
    expect(await scheduled.claim(100, NOW + 999, 1_000)).toEqual([]);
    expect(await scheduled.claim(100, NOW + 1_000, 1_000)).toEqual([message]);
    await scheduled.done(message.account_id, "m");
    expect(await scheduled.claim(100, NOW + SCHEDULED_LEASE_MS_MAX, 1_000)).toEqual([]);
  });

  test("D16 a clock that is set back neither sends what is not due nor holds back what was claimed", async () => {
    const { scheduled } = store();
    const cast = await pair(store());
    const day_ms = 86_400_000;
    await scheduled.set(messageOf(cast, "m", day_ms), 100);
    expect(await scheduled.claim(100, NOW + day_ms, 1_000)).toHaveLength(1);
    expect(await scheduled.claim(100, NOW, 1_000)).toEqual([]);
    await scheduled.set(messageOf(cast, "due", -2 * day_ms), 100);
    await scheduled.claim(100, NOW, 1_000);
    expect(await scheduled.claim(100, NOW - day_ms, 1_000)).toHaveLength(1);
  });

  test("one that waits is changed and cancelled; one that is being sent is neither", async () => {
    const { scheduled } = store();
    const message = messageOf(await pair(store()), "m", 0);
    const { account_id } = message;
    await scheduled.set({ ...message, due_at: NOW + 1_000 }, 1);
    await scheduled.set(message, 1);
    expect(await scheduled.cancel(account_id, "another")).toBe(false);
    expect(await scheduled.claim(100, NOW, 1_000)).toEqual([message]);
    expect(await scheduled.cancel(account_id, "m")).toBe(false);
    await expect(scheduled.set(message, 1)).rejects.toMatchObject({ code: "target_gone" });
    await scheduled.done(account_id, "m");
    await scheduled.set(message, 1);
    expect(await scheduled.cancel(account_id, "m")).toBe(true);
    expect(await scheduled.claim(100, NOW, 1_000)).toEqual([]);
  });

  test("an account schedules no more than so many", async () => {
    const { scheduled } = store();
    const cast = await pair(store());
    await scheduled.set(messageOf(cast, "a", 0), 2);
    const sets = ["b", "c", "d"].map((key) => scheduled.set(messageOf(cast, key, 0), 2));
    const outcomes = await Promise.allSettled(sets);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = outcomes.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: "limit_reached" });
    await scheduled.set({ ...messageOf(cast, "a", 0), ...cast.bob }, 2);
  });
}

function messageOf(
  { alice, conversation_id }: Pair,
  scheduled_id: string,
  due_in_ms: number,
): ScheduledMessage {
  const content = { type: "text", text: scheduled_id } as const;
  return { ...alice, scheduled_id, conversation_id, content, due_at: NOW + due_in_ms };
}
