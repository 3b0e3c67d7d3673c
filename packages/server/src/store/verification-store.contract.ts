import { expect, test } from "bun:test";
import type { VerificationId } from "@feiliao/protocol";
import type { Store } from "./store.ts";
import { id, NOW } from "./testing/cast.ts";
import type { ConversionScope } from "./verification-store.ts";

/** The part of the store contract about codes that are out. */
export function verificationStoreContract(store: () => Store): void {
  test("a code is shared by its resends and dies with its tries", async () => {
    const start = (now: number) => {
      const verification_id = id<VerificationId>("verification");
      const started = store().verifications.start({
        verification_id,
        number: "+8613800138001",
        number_block: "+861380013",
        network: null,
        locale: "en",
        now,
        lifetime_ms: 10_000,
        tries: 2,
        resend_after_ms: [100, 200],
      });
      return { verification_id, started };
    };
    const first = start(NOW);
    expect(await first.started).toEqual({ outcome: "sent", retry_after_ms: 100 });
    expect(await start(NOW + 50).started).toEqual({ outcome: "too_soon", retry_after_ms: 50 });
    const second = start(NOW + 100);
    expect(await second.started).toEqual({ outcome: "sent", retry_after_ms: 200 });
    const known = await store().verifications.byId(second.verification_id, NOW + 100);
    expect(known).toMatchObject({ code_of: first.verification_id });
    const attempts = await Promise.all(
      [1, 2, 3].map(() => store().verifications.attempt(first.verification_id)),
    );
    // In any order: nobody says which of three at once is the first.
    expect(attempts.map((attempt) => attempt?.tries_left ?? -1).sort()).toEqual([-1, 0, 1]);
    await store().verifications.refund(first.verification_id);
    expect(await store().verifications.attempt(first.verification_id)).toEqual({ tries_left: 0 });
    const claims = [known!, { ...known!, verification_id: first.verification_id }, known!];
    const claimed = await Promise.all(claims.map((claim) => store().verifications.claim(claim, NOW + 200)));
    expect(claimed[0]).toBe(claimed[2]!); // the same caller, whoever of the two came first
    expect(claimed[1]).toBe(!claimed[0]);
    expect(await store().verifications.byId(second.verification_id, NOW + 10_000)).toBeNull();
  });

  test("of the newest codes of a block, of a network and of all it is known how many were entered", async () => {
    const window = { since: NOW, sample_max: 3, settled_before: NOW + 2_000 };
    const blocks = ["+861390099", "+861390099", "+861390099", "+861390099", "+861390098"];
    for (const [index, number_block] of blocks.entries()) {
      const verification_id = id<VerificationId>("verification");
      const now = NOW + 1_000 * (index + 1);
      const number = `${number_block}000${index}`;
      const network = index === 0 ? null : "192.0.2";
      await store().verifications.start({
        ...{ verification_id, number, number_block, network, now },
        ...{ locale: "en", lifetime_ms: 60_000, tries: 2, resend_after_ms: [100] },
      });
      const known = await store().verifications.byId(verification_id, now);
      if (index === 3) await store().verifications.claim(known!, now);
    }
    const conversion = (scope: ConversionScope) => store().verifications.conversion(scope, window);
    expect(await conversion({ kind: "block", key: "+861390099" })).toEqual({
      ...{ sent: 3, entered: 1, settled: 2 }, // not the oldest; the youngest but the one before are too young
    });
    expect(await conversion({ kind: "network", key: "192.0.2" })).toEqual({
      ...{ sent: 3, entered: 1, settled: 1 },
    });
    expect(await conversion({ kind: "all" })).toEqual({ sent: 3, entered: 1, settled: 1 });
    expect(await conversion({ kind: "block", key: "+861390000" })).toEqual({
      ...{ sent: 0, entered: 0, settled: 0 },
    });
    expect(await store().verifications.busiest("block", window, 2)).toEqual([
      { key: "+861390099", sent: 4, entered: 1, settled: 3 },
      { key: "+861390098", sent: 1, entered: 0, settled: 0 },
    ]);
    expect(await store().verifications.busiest("network", window, 2)).toEqual([
      { key: "192.0.2", sent: 4, entered: 1, settled: 2 },
    ]);
  });
}
