import { describe, expect, test } from "bun:test";
import type { AccountId } from "@feiliao/protocol";
import { systemRandom } from "../platform/random.ts";
import type { StoredPasskey } from "./passkey-store.ts";
import type { Store } from "./store.ts";
import { ALICE, BOB, NOW, signIn } from "./testing/cast.ts";

const MAX = 2;

function passkeyOf(account_id: AccountId, more: Partial<StoredPasskey> = {}): StoredPasskey {
  return {
    passkey_id: Buffer.from(systemRandom.bytes(20)).toString("base64url"),
    account_id,
    public_key: systemRandom.bytes(77),
    counter: 0,
    transports: ["internal"],
    name: "phone",
    created_at: NOW,
    last_used_at: null,
    ...more,
  };
}

/** The part of the store contract about passkeys. */
export function passkeyStoreContract(store: () => Store): void {
  describe("passkeys", () => {
    test("a passkey is found by its id, and listed with its account until it is removed", async () => {
      const { passkeys } = store();
      const { account_id } = await signIn(store(), ALICE);
      const { account_id: stranger } = await signIn(store(), BOB);
      const first = passkeyOf(account_id);
      const second = passkeyOf(account_id, { created_at: NOW + 1 });
      await passkeys.add(second, MAX);
      await passkeys.add(first, MAX);
      await passkeys.add(first, MAX);
      const ids = async () => (await passkeys.list(account_id)).map(({ passkey_id }) => passkey_id);
      expect(await ids()).toEqual([first.passkey_id, second.passkey_id]);
      const { public_key, ...found } = (await passkeys.byId(first.passkey_id))!;
      expect<unknown>({ ...found, public_key: Uint8Array.from(public_key) }).toEqual(first);
      expect(await passkeys.byId("unknown")).toBeNull();
      expect(await passkeys.remove(stranger, first.passkey_id)).toBe(false);
      expect(await passkeys.remove(account_id, first.passkey_id)).toBe(true);
      expect(await ids()).toEqual([second.passkey_id]);
    });

    test("its use is noted with the counter", async () => {
      const { passkeys } = store();
      const { account_id } = await signIn(store(), ALICE);
      const passkey = passkeyOf(account_id);
      await passkeys.add(passkey, MAX);
      await passkeys.used(passkey.passkey_id, 7, NOW + 5);
      expect(await passkeys.byId(passkey.passkey_id)).toMatchObject({ counter: 7, last_used_at: NOW + 5 });
    });

    test("an account has so many, and nobody else's", async () => {
      const { passkeys } = store();
      const { account_id } = await signIn(store(), ALICE);
      const { account_id: stranger } = await signIn(store(), BOB);
      const [first, second, third] = [1, 2, 3].map(() => passkeyOf(account_id));
      await passkeys.add(first!, MAX);
      await passkeys.add(second!, MAX);
      await expect(passkeys.add(third!, MAX)).rejects.toMatchObject({ code: "passkey_limit" });
      const stolen = { ...first!, account_id: stranger };
      await expect(passkeys.add(stolen, MAX)).rejects.toMatchObject({ code: "passkey_refused" });
    });
  });
}
