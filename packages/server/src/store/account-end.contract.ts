import { describe, expect, test } from "bun:test";
import type { AccountId, DeviceId } from "@feiliao/protocol";
import { systemRandom } from "../platform/random.ts";
import { DEVICES_MAX, IDLE_DEVICE_MS } from "./device-rules.ts";
import type { Store } from "./store.ts";
import { ALICE, BOB, id, intentOf, NOW, pair, signIn } from "./testing/cast.ts";

const IDLE_MS_MAX = 1_000;
const OTHER = "+8618900189003";

/** The part of the store contract about devices that give way, numbers that change, and accounts that end. */
export function accountEndContract(store: () => Store): void {
  const newDevice = (now = NOW) => ({
    device_id: id<DeviceId>("device"),
    device_name: "phone",
    token_hash: systemRandom.bytes(32),
    now,
  });
  const signInAt = (number: string, now: number, more: { restore?: boolean } = {}) =>
    store().accounts.signIn({
      ...newDevice(now),
      number,
      new_account_id: id<AccountId>("account"),
      idle_ms_max: IDLE_MS_MAX,
      proven_pin_hash: null,
      ...more,
    });
  const changeNumber = (account_id: AccountId, number: string, now = NOW) =>
    store().accounts.changeNumber({ account_id, number, now, idle_ms_max: IDLE_MS_MAX });

  describe("devices", () => {
    test("an account has ten devices, and one that was idle for 30 days gives way to a new one", async () => {
      const { accounts } = store();
      const first = await signIn(store(), ALICE);
      for (let count = 1; count < DEVICES_MAX; count++)
        await accounts.addDevice(first.account_id, newDevice());
      const add = (now: number) => accounts.addDevice(first.account_id, newDevice(now));
      await expect(add(NOW + IDLE_DEVICE_MS - 1)).rejects.toMatchObject({ code: "device_limit" });
      const late = NOW + IDLE_DEVICE_MS;
      for (const { device_id } of (await accounts.devices(first.account_id)).slice(0, DEVICES_MAX - 1)) {
        if (device_id !== first.device_id) await accounts.touch({ ...first, device_id }, late);
      }
      const { identity, revoked } = await add(late);
      expect(revoked).toHaveLength(1);
      expect(await accounts.isActive(revoked[0]!)).toBe(false);
      expect(await accounts.isActive(identity)).toBe(true);
      expect(await accounts.devices(first.account_id)).toHaveLength(DEVICES_MAX);
    });

    test("a device has the name, kind and place it was signed in with, and another name when it is renamed", async () => {
      const { accounts } = store();
      const { account_id, device_id: phone } = await signIn(store(), ALICE);
      const device = { ...newDevice(NOW + 1), platform: "computer", ip: "203.0.113.7" } as const;
      await accounts.addDevice(account_id, device);
      const { device_id } = device;
      expect(await accounts.renameDevice(account_id, device_id, "书房电脑")).toBe(true);
      const { account_id: stranger } = await signIn(store(), BOB);
      expect(await accounts.renameDevice(stranger, device_id, "mine")).toBe(false);
      const devices = await accounts.devices(account_id);
      expect(devices.map((one) => [one.device_id, one.name, one.platform, one.ip])).toEqual([
        [phone, "phone", null, null],
        [device_id, "书房电脑", "computer", "203.0.113.7"],
      ]);
    });

    test("a device is added to an account that exists", async () => {
      const unknown = id<AccountId>("account");
      await expect(store().accounts.addDevice(unknown, newDevice())).rejects.toMatchObject({
        code: "not_found",
      });
    });
  });

  describe("numbers", () => {
    test("an account keeps everything when its number changes, and the old number is free", async () => {
      const { accounts } = store();
      const { account_id } = await signIn(store(), ALICE);
      const { profile, revoked } = await changeNumber(account_id, OTHER);
      expect([profile.account_id, profile.number, revoked]).toEqual([account_id, OTHER, []]);
      expect(await changeNumber(account_id, OTHER)).toEqual({ profile, revoked: [] });
      expect((await accounts.log(account_id, 0, 10)).changes.at(-1)).toMatchObject({
        type: "profile",
        profile,
      });
      expect((await signInAt(OTHER, NOW)).identity.account_id).toBe(account_id);
      expect((await signInAt(ALICE, NOW)).identity.account_id).not.toBe(account_id);
    });

    test("a number in use is taken; one that was idle, or that nobody has signed in with, passes over", async () => {
      const { accounts } = store();
      const alice = await signIn(store(), ALICE);
      const bob = await signIn(store(), BOB);
      await expect(changeNumber(alice.account_id, BOB)).rejects.toMatchObject({ code: "number_taken" });
      const later = NOW + IDLE_MS_MAX + 1;
      expect((await changeNumber(alice.account_id, BOB, later)).revoked).toEqual([bob]);
      expect(await accounts.profile(bob.account_id)).toBeNull();
      await expect(accounts.addDevice(bob.account_id, newDevice())).rejects.toMatchObject({
        code: "not_found",
      });
      const waiting = await accounts.ensure(OTHER, id<AccountId>("account"), NOW);
      expect((await changeNumber(alice.account_id, OTHER)).profile.account_id).toBe(alice.account_id);
      expect(await accounts.profile(waiting)).toBeNull();
    });

    test("who knew the old number of a person who wrote there sees the new one; nobody else is told it", async () => {
      const { conversations } = store();
      const cast = await pair(store());
      const { alice, bob, conversation_id } = cast;
      const show = (account_id: AccountId) =>
        conversations.refreshMember(conversation_id, {
          account_id,
          name: null,
          picture: null,
          address: `tel:${OTHER}`,
        });
      expect(await show(alice.account_id)).toMatchObject({ member: { address: `tel:${OTHER}` } });
      expect(await show(alice.account_id)).toBeNull();
      expect(await show(bob.account_id)).toBeNull(); // has neither written nor read
      await conversations.append(intentOf(cast, "a", bob));
      expect(await show(bob.account_id)).toMatchObject({ member: { address: `tel:${OTHER}` } });
    });
  });

  describe("the end of an account", () => {
    test("every device is signed out at once, and signing in again brings it back or says that it would", async () => {
      const { accounts } = store();
      const phone = await signIn(store(), ALICE);
      const pc = (await accounts.addDevice(phone.account_id, newDevice())).identity;
      const erase_at = NOW + 1_000;
      const revoked = await accounts.scheduleErasure(phone.account_id, erase_at, NOW);
      expect(revoked.map(({ device_id }) => device_id).sort()).toEqual(
        [phone.device_id, pc.device_id].sort(),
      );
      expect(await accounts.isActive(phone)).toBe(false);
      expect(await accounts.numberState(ALICE, IDLE_MS_MAX, NOW)).toMatchObject({ erase_at });
      const required = { code: "restore_required", details: { erase_at } };
      await expect(signInAt(ALICE, NOW)).rejects.toMatchObject(required);
      await expect(accounts.addDevice(phone.account_id, newDevice())).rejects.toMatchObject(required);
      await expect(changeNumber((await signIn(store(), BOB)).account_id, ALICE)).rejects.toMatchObject({
        code: "number_taken",
      });
      expect((await signInAt(ALICE, NOW, { restore: true })).identity.account_id).toBe(phone.account_id);
      expect(await accounts.dueErasures(erase_at, 10)).toEqual([]);
      expect(await accounts.erase(phone.account_id, erase_at)).toBe(false);
    });

    test("after the time of grace what belonged to it alone is gone, once, and its number is free", async () => {
      const { accounts, passkeys, conversations, scheduled } = store();
      const cast = await pair(store());
      const { account_id } = cast.alice;
      const { conversation_id } = cast;
      const message = { ...cast.alice, conversation_id, content: { type: "text", text: "later" } as const };
      await scheduled.set({ ...message, scheduled_id: "later", due_at: NOW + 1_000 }, 9);
      await conversations.append(intentOf(cast, "a"));
      await accounts.setProfile(account_id, { name: "Alice" });
      await accounts.setContact(account_id, `tel:${BOB}`, "Bob");
      const passkey = { passkey_id: "key", account_id, public_key: systemRandom.bytes(8), counter: 0 };
      await passkeys.add(
        { ...passkey, transports: [], name: "phone", created_at: NOW, last_used_at: null },
        9,
      );
      await accounts.scheduleErasure(account_id, NOW + 1_000, NOW);
      expect(await accounts.dueErasures(NOW + 999, 10)).toEqual([]);
      expect(await accounts.erase(account_id, NOW + 999)).toBe(false);
      expect(await accounts.dueErasures(NOW + 1_000, 10)).toEqual([account_id]);
      expect(await accounts.erase(account_id, NOW + 1_000)).toBe(true);
      expect(await accounts.erase(account_id, NOW + 1_000)).toBe(false);
      expect(await accounts.profile(account_id)).toBeNull();
      expect((await accounts.log(account_id, 0, 10)).changes).toEqual([]);
      expect(await passkeys.byId("key")).toBeNull();
      expect(await scheduled.claim(10, NOW + 1_000, 1)).toEqual([]); // the dead write no more
      expect((await signInAt(ALICE, NOW + 1_000)).identity.account_id).not.toBe(account_id);
    });

    test("its conversations show that it is gone, and keep what it said", async () => {
      const { conversations } = store();
      const cast = await pair(store());
      const { alice, bob, conversation_id } = cast;
      await conversations.append(intentOf(cast, "a"));
      const gone = { account_id: alice.account_id, name: null, picture: null, deleted: true };
      const seen = { account_id: alice.account_id, address: null, name: null, picture: null, deleted: true };
      expect(await conversations.refreshMember(conversation_id, gone)).toMatchObject({ member: seen });
      expect(await conversations.refreshMember(conversation_id, gone)).toBeNull();
      const { changes } = await conversations.changes(bob.account_id, [conversation_id], new Map(), 10);
      expect(changes[0]!.members.find(({ account_id }) => account_id === alice.account_id)).toMatchObject(
        seen,
      );
      expect(changes[0]!.entries.map(({ client_id }) => client_id)).toEqual(["a"]);
    });
  });
}
