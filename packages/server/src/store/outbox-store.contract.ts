import { expect, test } from "bun:test";
import type { Store } from "./store.ts";
import { NOW, pair } from "./testing/cast.ts";

/** The part of the store contract about effects (D14). */
export function outboxStoreContract(store: () => Store): void {
  test("queues effects with the write that causes them", async () => {
    await pair(store());
    const claimed = await store().outbox.claim(100, NOW, 1_000);
    expect(claimed.map((row) => row.effect.kind)).toContain("list_conversation");
    expect(claimed.map((row) => row.no)).toEqual(claimed.map((row) => row.no).sort((a, b) => a - b));
  });

  test("an effect that was claimed is nobody else's until its lease ends", async () => {
    await pair(store());
    const [first, ...others] = await store().outbox.claim(100, NOW, 1_000);
    expect(await store().outbox.claim(100, NOW + 999, 1_000)).toEqual([]);
    for (const { no } of others) await store().outbox.done(no);
    expect((await store().outbox.claim(100, NOW + 1_000, 1_000)).map((row) => row.no)).toEqual([first!.no]);
    await store().outbox.postpone(first!.no, NOW + 1_500);
    expect((await store().outbox.claim(100, NOW + 1_500, 1_000)).map((row) => row.no)).toEqual([first!.no]);
  });

  test("D16 an effect does not wait for a wall clock that was set back", async () => {
    await pair(store());
    const claimed = await store().outbox.claim(100, NOW, 1_000);
    await store().outbox.postpone(claimed[0]!.no, NOW + 5_000);
    const hourBefore = NOW - 3_600_000;
    expect(await store().outbox.claim(100, hourBefore, 1_000)).toHaveLength(claimed.length);
    expect(await store().outbox.claim(100, hourBefore, 1_000)).toEqual([]);
  });
}
