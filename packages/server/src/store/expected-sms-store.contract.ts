import { describe, expect, test } from "bun:test";
import type { VerificationId } from "@feiliao/protocol";
import type { Store } from "./store.ts";
import { id, NOW } from "./testing/cast.ts";

const LIFETIME_MS = 10_000;
const NUMBER = "+8613900139777";

/** The part of the store contract about numbers that are proven by an SMS from them. */
export function expectedSmsStoreContract(store: () => Store): void {
  describe("expected SMS", () => {
    async function expectSms(digits: string): Promise<VerificationId> {
      const verification_id = id<VerificationId>("verification");
      const sms = { verification_id, number: NUMBER, digits, secret_hash: new Uint8Array(32) };
      await store().expectedSms.expect({ ...sms, expires_at: NOW + LIFETIME_MS }, NOW);
      return verification_id;
    }
    const arrive = (digits: string, more: { number?: string; now?: number } = {}) =>
      store().expectedSms.arrive({
        number: NUMBER,
        digits,
        now: NOW,
        lifetime_ms: 20_000,
        tries: 2,
        ...more,
      });

    test("AC30 its code may be entered once it has come, and not before", async () => {
      const verification_id = await expectSms("100001");
      expect(await store().expectedSms.byId(verification_id, NOW)).toMatchObject({
        ...{ verification_id, number: NUMBER, digits: "100001", arrived_at: null },
      });
      expect(await store().verifications.byId(verification_id, NOW)).toBeNull();
      expect(await arrive("100001", { now: NOW + 1 })).toBe(true);
      expect(await store().expectedSms.byId(verification_id, NOW + LIFETIME_MS)).toMatchObject({
        arrived_at: NOW + 1,
      });
      const proven = await store().verifications.byId(verification_id, NOW + LIFETIME_MS);
      expect(proven).toMatchObject({ number: NUMBER, code_of: verification_id });
      expect(await store().verifications.attempt(verification_id)).toEqual({ tries_left: 1 });
      expect(await store().verifications.claim(proven!, NOW + 2)).toBe(true);
    });

    test("AC30 it comes once, however often the carrier repeats it, also at once", async () => {
      const verification_id = await expectSms("100002");
      expect(await Promise.all([arrive("100002"), arrive("100002")])).toEqual([true, true]);
      expect(await store().verifications.attempt(verification_id)).toEqual({ tries_left: 1 });
      expect(await arrive("100002")).toBe(true);
      expect(await store().verifications.attempt(verification_id)).toEqual({ tries_left: 0 });
    });

    test("AC30 from another number, with other digits, or too late it is not the one", async () => {
      const verification_id = await expectSms("100003");
      expect(await arrive("100003", { number: "+8613900139778" })).toBe(false);
      expect(await arrive("100004")).toBe(false);
      expect(await arrive("100003", { now: NOW + LIFETIME_MS })).toBe(false);
      expect(await store().expectedSms.byId(verification_id, NOW + LIFETIME_MS)).toBeNull();
      expect(await store().verifications.byId(verification_id, NOW)).toBeNull();
    });

    test("AC30 such a code is repeated by no resend, and is not among those that were sent", async () => {
      const before = await count();
      await expectSms("100005");
      await arrive("100005");
      expect(await store().verifications.nextSendingAt(NUMBER, NOW)).toBe(0);
      expect(await count()).toEqual(before);
    });

    const count = () =>
      store().verifications.conversion(
        { kind: "all" },
        { since: 0, settled_before: NOW, sample_max: 1_000_000 },
      );
  });
}
