import { expect, test } from "bun:test";
import type { VerificationId } from "@feiliao/protocol";
import type { Store } from "./store.ts";
import { id, NOW } from "./testing/cast.ts";

/** The part of the store contract about codes that are out. */
export function verificationStoreContract(store: () => Store): void {
  test("a code is shared by its resends and dies with its tries", async () => {
    const start = (now: number) => {
      const verification_id = id<VerificationId>("verification");
      const started = store().verifications.start({
        verification_id,
        number: "+8613800138001",
        number_block: "+861380013",
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
}
