import { describe, expect, test } from "bun:test";
import type { AccountId, BlobId, ConversationId, DeviceId, UploadId } from "@feiliao/protocol";
import { systemRandom } from "../platform/random.ts";
import type { SignIn } from "./account-store.ts";
import type { Store } from "./store.ts";
import { ALICE, BOB, id, NOW, pair } from "./testing/cast.ts";

const IDLE_MS_MAX = 1_000;

function signInOf(more: Partial<SignIn> = {}): SignIn {
  return {
    number: ALICE,
    new_account_id: id<AccountId>("account"),
    device_id: id<DeviceId>("device"),
    device_name: "phone",
    token_hash: systemRandom.bytes(32),
    now: NOW,
    idle_ms_max: IDLE_MS_MAX,
    proven_pin_hash: null,
    ...more,
  };
}

/** The part of the store contract about accounts and what they upload. */
export function accountStoreContract(store: () => Store): void {
  describe("accounts", () => {
    const signIn = (more?: Partial<SignIn>) => store().accounts.signIn(signInOf(more));

    test("a number keeps its account, whoever asks first", async () => {
      const { accounts } = store();
      const ensured = await accounts.ensure(ALICE, id<AccountId>("account"), NOW);
      expect(await accounts.ensure(ALICE, id<AccountId>("account"), NOW)).toBe(ensured);
      const { identity } = await signIn();
      expect(identity.account_id).toBe(ensured);
      expect(await accounts.profile(ensured)).toEqual({
        account_id: ensured,
        number: ALICE,
        name: null,
        picture: null,
        has_pin: false,
      });
      expect(await accounts.profile(id<AccountId>("account"))).toBeNull();
    });

    test("a handset is a device in logs only: nobody signs in with it, and who has nothing else has no app", async () => {
      const { accounts } = store();
      const account_id = await accounts.ensure(BOB, id<AccountId>("account"), NOW);
      const handsets = await Promise.all(
        [1, 2].map(() => accounts.handset(account_id, id<DeviceId>("device"), NOW)),
      );
      expect(new Set(handsets).size).toBe(1);
      expect(await accounts.devices(account_id)).toEqual([]);
      expect(await accounts.isActive({ account_id, device_id: handsets[0]! })).toBe(false);
      expect(await accounts.revokedSince(1)).toEqual([]);
      const { identity } = await signIn();
      await accounts.setProfile(identity.account_id, { name: "Alice" });
      const reached = await accounts.reach([identity.account_id, account_id, id<AccountId>("account")]);
      expect(reached.sort((a, b) => a.number.localeCompare(b.number))).toEqual([
        { account_id: identity.account_id, number: ALICE, name: "Alice", has_app: true },
        { account_id, number: BOB, name: null, has_app: false },
      ]);
      expect((await signIn({ number: BOB })).identity.account_id).toBe(account_id);
    });

    test("signing in again with the same device changes nothing", async () => {
      const intent = signInOf();
      const first = await store().accounts.signIn(intent);
      expect(await store().accounts.signIn(intent)).toEqual({ ...first, revoked: [] });
      expect(await store().accounts.devices(first.identity.account_id)).toEqual([
        {
          device_id: intent.device_id,
          name: "phone",
          platform: null,
          ip: null,
          created_at: NOW,
          last_seen_at: NOW,
        },
      ]);
    });

    test("a number that was idle for long goes to its new owner with a new account, and the old devices are out", async () => {
      const { accounts } = store();
      const intent = signInOf();
      const { identity: old } = await accounts.signIn(intent);
      const now = NOW + IDLE_MS_MAX + 1;
      expect(await accounts.numberState(ALICE, IDLE_MS_MAX, now)).toEqual({
        account_id: old.account_id,
        pin_hash: null,
        idle: true,
        erase_at: null,
      });
      const { identity, revoked } = await signIn({ now });
      expect(identity.account_id).not.toBe(old.account_id);
      expect(revoked).toEqual([old]);
      expect(await accounts.deviceByToken(intent.token_hash)).toBeNull();
      expect(await accounts.isActive(old)).toBe(false);
      expect(await accounts.isActive(identity)).toBe(true);
      expect(await accounts.ensure(ALICE, id<AccountId>("account"), now)).toBe(identity.account_id);
    });

    test("a registration PIN guards the account while it is in use, and keeps it when it was idle", async () => {
      const { accounts } = store();
      const { identity } = await signIn();
      await accounts.setPinHash(identity.account_id, "hash");
      expect(await accounts.numberState(ALICE, IDLE_MS_MAX, NOW)).toEqual({
        account_id: identity.account_id,
        pin_hash: "hash",
        idle: false,
        erase_at: null,
      });
      await expect(signIn()).rejects.toMatchObject({ code: "pin_required" });
      await expect(signIn({ proven_pin_hash: "other" })).rejects.toMatchObject({ code: "pin_required" });
      const proven = await signIn({ proven_pin_hash: "hash", now: NOW + IDLE_MS_MAX + 1 });
      expect(proven.identity.account_id).toBe(identity.account_id);
    });

    test("what belongs to an account is a log with positions 1, 2, 3 …, read in pages", async () => {
      const { accounts } = store();
      const { account_id } = (await signIn()).identity;
      const conversation_id = id<ConversationId>("conversation");
      const change = {
        type: "conversation",
        conversation_id,
        kind: "direct",
        title: null,
        opened_by_me: true,
        state: "active",
        invited_by: null,
        at: NOW,
      } as const;
      await accounts.setContact(account_id, "tel:+8618600186002", "Bob");
      expect(await accounts.list(account_id, change)).toMatchObject({
        type: "conversation",
        conversation_id,
      });
      expect(await accounts.list(account_id, change)).toBeNull();
      await accounts.setProfile(account_id, { name: "Alice" });
      expect(await accounts.listed(account_id)).toEqual([conversation_id]);
      const { changes, position } = await accounts.log(account_id, 0, 100);
      expect(changes.map((one) => [one.position, one.type])).toEqual([
        [1, "profile"], // of signing in
        [2, "contact"],
        [3, "conversation"],
        [4, "profile"],
      ]);
      expect(position).toBe(4);
      const page = await accounts.log(account_id, 1, 2);
      expect([page.changes.map((one) => one.position), page.position]).toEqual([[2, 3], 4]);
      expect(await accounts.log(account_id, 4, 2)).toEqual({ changes: [], position: 4 });
    });

    test("a picture is one that the account has uploaded", async () => {
      const { accounts, media } = store();
      const { account_id } = (await signIn()).identity;
      const picture: BlobId = `blb_${"A".repeat(43)}`;
      await expect(accounts.setProfile(account_id, { picture })).rejects.toMatchObject({
        code: "media_missing",
      });
      expect(await media.granted(account_id, picture)).toBe(false);
      expect(await media.used(account_id)).toBe(0);
      await media.grant(account_id, picture, 1);
      await media.grant(account_id, picture, 1);
      expect(await media.granted(account_id, picture)).toBe(true);
      await media.grant(account_id, `blb_${"d".repeat(43)}`, 5_000_000_000);
      expect(await media.used(account_id)).toBe(5_000_000_001); // each once
      expect(await accounts.setProfile(account_id, { picture })).toMatchObject({ picture, name: null });
      expect(await accounts.setProfile(account_id, { name: "Alice" })).toMatchObject({
        picture,
        name: "Alice",
      });
      expect(await accounts.setProfile(account_id, { picture: null })).toMatchObject({ picture: null });
    });

    test("an upload begun again is the same one, until it is discarded", async () => {
      const { media } = store();
      const { account_id } = (await signIn()).identity;
      const begin = () =>
        media.begin({ upload_id: id<UploadId>("upload"), account_id, sha256: "A".repeat(43), size: 9 });
      const upload = await begin();
      expect(await begin()).toEqual(upload);
      expect(await media.upload(account_id, upload.upload_id)).toEqual(upload);
      expect(await media.upload(id<AccountId>("account"), upload.upload_id)).toBeNull();
      await media.discard(upload.upload_id);
      expect(await media.upload(account_id, upload.upload_id)).toBeNull();
      expect((await begin()).upload_id).not.toBe(upload.upload_id);
    });

    test("when a device was here last is accurate to about a minute", async () => {
      const { accounts } = store();
      const { identity } = await signIn();
      const seen = async () => (await accounts.devices(identity.account_id))[0]!.last_seen_at;
      await accounts.touch(identity, NOW + 1_000);
      expect(await seen()).toBe(NOW);
      await accounts.touch(identity, NOW + 120_000);
      expect(await seen()).toBe(NOW + 120_000);
      expect((await accounts.numberState(ALICE, IDLE_MS_MAX, NOW + 120_000)).idle).toBe(false);
    });

    test("D7 a conversation is on a list once, and says when its owner has opened it too", async () => {
      const { bob, conversation_id } = await pair(store());
      const change = { type: "conversation", conversation_id, kind: "direct", title: null, at: NOW } as const;
      const membership = { state: "active", invited_by: null } as const;
      const list = (opened_by_me: boolean) =>
        store().accounts.list(bob.account_id, { ...change, ...membership, opened_by_me });
      expect(await list(false)).toMatchObject({ conversation_id, opened_by_me: false });
      expect(await list(false)).toBeNull();
      expect(await list(true)).toMatchObject({ conversation_id, opened_by_me: true });
      expect(await list(true)).toBeNull();
      expect(await list(false)).toBeNull();
      expect(await store().accounts.listed(bob.account_id)).toEqual([conversation_id]);
    });

    test("revoked devices are unknown by their token", async () => {
      const { accounts } = store();
      const intent = signInOf();
      const { device_id, token_hash } = intent;
      const { account_id } = (await accounts.signIn(intent)).identity;
      expect(await accounts.deviceByToken(token_hash)).toEqual({ account_id, device_id });
      const { identity: stranger } = await signIn({ number: BOB });
      expect(await accounts.revokeDevice(stranger.account_id, device_id, NOW)).toBe(false);
      expect(await accounts.revokeDevice(account_id, device_id, NOW)).toBe(true);
      expect(await accounts.deviceByToken(token_hash)).toBeNull();
      expect(await accounts.isActive({ account_id, device_id })).toBe(false);
      expect(await accounts.revokedSince(NOW)).toEqual([{ account_id, device_id }]);
      expect(await accounts.revokedSince(NOW + 1)).toEqual([]);
    });
  });
}
