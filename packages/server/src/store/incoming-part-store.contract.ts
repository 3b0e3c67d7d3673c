import { expect, test } from "bun:test";
import type { IncomingPartRow } from "./incoming-part-store.ts";
import type { Store } from "./store.ts";
import { NOW } from "./testing/cast.ts";

/** The part of the store contract about long SMS that come in parts. */
export function incomingPartStoreContract(store: () => Store): void {
  test("the part that makes a long SMS whole gets all of them, in order", async () => {
    const { incomingParts } = store();
    expect(await incomingParts.keep(part(3), NOW)).toEqual([]);
    expect(await incomingParts.keep(part(1), NOW)).toEqual([]);
    expect(await incomingParts.keep(part(1), NOW)).toEqual([]);
    expect(await incomingParts.keep(part(2), NOW)).toEqual([part(1), part(2), part(3)]);
  });

  test("parts of other SMS do not mix with it", async () => {
    const { incomingParts } = store();
    await incomingParts.keep(part(1), NOW);
    await incomingParts.keep(part(2), NOW);
    const others = [{ from: "8613911112222" }, { to: "1069001" }, { ref: 8 }, { parts: 4 }];
    for (const other of others) expect(await incomingParts.keep(part(3, other), NOW)).toEqual([]);
    expect(await incomingParts.keep(part(3), NOW)).toHaveLength(3);
  });

  test("until it is forgotten, a repeated part finds the SMS whole again; after that it finds nothing", async () => {
    const { incomingParts } = store();
    for (const number of [1, 2, 3]) await incomingParts.keep(part(number), NOW);
    expect(await incomingParts.keep(part(2), NOW)).toHaveLength(3);
    await incomingParts.forget(part(1));
    expect(await incomingParts.keep(part(2), NOW)).toEqual([]);
    expect(await incomingParts.overdue(NOW + 1, 10)).toEqual([]);
  });

  test("what is still not handed over is overdue after a while, the oldest first", async () => {
    const { incomingParts } = store();
    await incomingParts.keep(part(2), NOW + 5);
    await incomingParts.keep(part(3, { ref: 8 }), NOW);
    await incomingParts.keep(part(1, { ref: 8 }), NOW + 10);
    expect(await incomingParts.overdue(NOW, 10)).toEqual([]);
    expect(await incomingParts.overdue(NOW + 6, 1)).toEqual([[part(1, { ref: 8 }), part(3, { ref: 8 })]]);
    expect(await incomingParts.overdue(NOW + 6, 10)).toHaveLength(2);
  });

  test("a sweep ends what was forgotten, and its reference may be used again", async () => {
    const { incomingParts } = store();
    await incomingParts.keep(part(1, { parts: 2 }), NOW);
    await incomingParts.forget(part(1, { parts: 2 }));
    await incomingParts.keep(part(1), NOW);
    await incomingParts.sweep(NOW + 1);
    expect(await incomingParts.keep(part(1, { parts: 2 }), NOW + 2)).toEqual([]);
    expect(await incomingParts.keep(part(2, { parts: 2 }), NOW + 2)).toHaveLength(2);
    expect(await incomingParts.overdue(NOW + 1, 10)).toEqual([[part(1)]]);
  });
}

function part(number: number, differing: Partial<IncomingPartRow> = {}): IncomingPartRow {
  return {
    ...{ from: "8613800138000", to: "10690013800", ref: 7, parts: 3, part: number },
    ...{ text: `text ${number}`, carrier_message_id: `id ${number}`, at: NOW + number },
    ...differing,
  };
}
