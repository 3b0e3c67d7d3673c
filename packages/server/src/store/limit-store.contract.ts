import { expect, test } from "bun:test";
import type { Store } from "./store.ts";
import { NOW } from "./testing/cast.ts";

/** The part of the store contract about budgets. */
export function limitStoreContract(store: () => Store): void {
  test("budgets are taken all or none", async () => {
    const small = { key: "small", limit: 1, window_ms: 1_000 };
    const large = { key: "large", limit: 2, window_ms: 1_000 };
    expect(await store().limits.take([small, large], NOW)).toEqual({ wait_ms: 0 });
    expect(await store().limits.take([small, large], NOW + 400)).toEqual({ wait_ms: 600 });
    expect(await store().limits.take([large], NOW + 400)).toEqual({ wait_ms: 0 });
    expect(await store().limits.take([large], NOW + 400)).toEqual({ wait_ms: 600 });
    expect(await store().limits.take([small, large], NOW + 1_000)).toEqual({ wait_ms: 0 });
  });
}
