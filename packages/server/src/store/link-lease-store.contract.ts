import { expect, test } from "bun:test";
import type { Store } from "./store.ts";

/** The part of the store contract about who holds the links to carriers. */
export function linkLeaseStoreContract(store: () => Store): void {
  test("of nodes that take a link at once, one gets it", async () => {
    const { linkLeases } = store();
    const tokens = await Promise.all(["a", "b", "c"].map((node) => linkLeases.take("mobile", node, null)));
    expect(tokens.filter((token) => token !== null)).toEqual([1]);
    expect(await linkLeases.take("mobile", "d", null)).toBeNull();
    expect(await linkLeases.all()).toEqual([
      {
        link_id: "mobile",
        holder: "abc"[tokens.indexOf(1)]!,
        token: 1,
        beat: 0,
        available: false,
      },
    ]);
  });

  test("D16 a link is taken from a holder that has not beaten since it was seen, with a higher token", async () => {
    const { linkLeases } = store();
    await linkLeases.take("mobile", "a", null);
    const [seen] = await linkLeases.all();
    const beat = { link_id: "mobile", token: 1, available: true };
    expect(await linkLeases.renew([beat])).toEqual(["mobile"]);
    expect(await linkLeases.take("mobile", "b", seen!)).toBeNull();
    const [later] = await linkLeases.all();
    expect(later).toMatchObject({ holder: "a", beat: 1, available: true });
    const tokens = await Promise.all(["b", "c"].map((node) => linkLeases.take("mobile", node, later!)));
    expect(tokens.filter((token) => token !== null)).toEqual([2]);
    expect((await linkLeases.all())[0]).toMatchObject({ token: 2, beat: 0, available: false });
  });

  test("who has lost a link can neither renew nor release it", async () => {
    const { linkLeases } = store();
    await linkLeases.take("mobile", "a", null);
    await linkLeases.take("unicom", "a", null);
    await linkLeases.take("mobile", "b", { token: 1, beat: 0 });
    const both = ["mobile", "unicom"].map((link_id) => ({ link_id, token: 1, available: true }));
    expect(await linkLeases.renew(both)).toEqual(["unicom"]);
    await linkLeases.release("mobile", 1);
    const leases = await linkLeases.all();
    expect(leases.find(({ link_id }) => link_id === "mobile")).toMatchObject({ holder: "b", beat: 0 });
  });

  test("a link that was given back is free, and its next holder has a higher token", async () => {
    const { linkLeases } = store();
    await linkLeases.take("mobile", "a", null);
    await linkLeases.renew([{ link_id: "mobile", token: 1, available: true }]);
    await linkLeases.release("mobile", 1);
    const [free] = await linkLeases.all();
    expect(free).toMatchObject({ beat: null, available: false });
    expect(await linkLeases.renew([{ link_id: "mobile", token: 1, available: true }])).toEqual([]);
    expect(await linkLeases.take("mobile", "b", free!)).toBe(2);
  });
}
