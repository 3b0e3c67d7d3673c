import { expect, test } from "bun:test";
import type { Store } from "./store.ts";
import { NOW } from "./testing/cast.ts";

const KEY = "8613800138000>10690013800/8:7/3";

/** The part of the store contract about long SMS that come in parts. */
export function partialSmsStoreContract(store: () => Store): void {
  test("of nodes that change a partial SMS at once, one does, and the others are told", async () => {
    const { partialSms } = store();
    const firsts = ["a", "b", "c"].map((partial) =>
      partialSms.replace(KEY, null, { partial, first_at: NOW }),
    );
    const kept = "abc"[(await Promise.all(firsts)).indexOf(true)]!;
    expect(await partialSms.get(KEY)).toBe(kept);
    const seconds = ["d", "e"].map((partial) => partialSms.replace(KEY, kept, { partial, first_at: NOW }));
    const outcomes = await Promise.all(seconds);
    expect(outcomes.filter((done) => done)).toHaveLength(1);
    expect(await partialSms.get(KEY)).toBe("de"[outcomes.indexOf(true)]!);
  });

  test("a partial SMS is replaced and removed only as it was seen", async () => {
    const { partialSms } = store();
    expect(await partialSms.replace(KEY, "a", { partial: "b", first_at: NOW })).toBe(false);
    expect(await partialSms.get(KEY)).toBeNull();
    await partialSms.replace(KEY, null, { partial: "a", first_at: NOW });
    expect(await partialSms.replace(KEY, "other", null)).toBe(false);
    expect(await partialSms.replace(KEY, "a", null)).toBe(true);
    expect(await partialSms.get(KEY)).toBeNull();
  });

  test("those whose first part came before are found, the oldest first", async () => {
    const { partialSms } = store();
    await partialSms.replace("late", null, { partial: "{}", first_at: NOW + 10 });
    await partialSms.replace("second", null, { partial: "{}", first_at: NOW + 5 });
    await partialSms.replace("first", null, { partial: "{}", first_at: NOW });
    const keys = async (before: number, limit: number) =>
      (await partialSms.overdue(before, limit)).map(({ key }) => key);
    expect(await keys(NOW, 10)).toEqual([]);
    expect(await keys(NOW + 6, 10)).toEqual(["first", "second"]);
    expect(await keys(NOW + 100, 1)).toEqual(["first"]);
    expect(await partialSms.overdue(NOW + 1, 1)).toEqual([{ key: "first", partial: "{}", first_at: NOW }]);
  });
}
