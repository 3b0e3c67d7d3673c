import { describe, expect, test } from "bun:test";
import type { DeviceId, LinkId } from "@feiliao/protocol";
import { systemRandom } from "../platform/random.ts";
import type { DeviceIdentity, NewDevice } from "./account-store.ts";
import { DEVICES_MAX } from "./device-rules.ts";
import { LINK_KEPT_MS } from "./link-rules.ts";
import type { StartLink } from "./link-store.ts";
import type { Store } from "./store.ts";
import { ALICE, BOB, id, NOW, signIn } from "./testing/cast.ts";

const LIFETIME_MS = 60_000;

/** The part of the store contract about devices that are signed in by a scan. */
export function linkStoreContract(store: () => Store): void {
  describe("links", () => {
    async function start(more: Partial<StartLink> = {}): Promise<LinkId> {
      const link_id = id<LinkId>("link");
      await store().links.start({
        ...{ link_id, device_name: "Firefox, Linux", platform: "computer", ip: "203.0.113.7", now: NOW },
        secret_hash: systemRandom.bytes(32),
        expires_at: NOW + LIFETIME_MS,
        ...more,
      });
      return link_id;
    }
    const newDevice = (more: Partial<NewDevice> = {}): NewDevice => ({
      ...{ device_id: id<DeviceId>("device"), device_name: "Firefox, Linux", now: NOW },
      token_hash: systemRandom.bytes(32),
      ...more,
    });

    test("a link is claimed, then confirmed, and the new device is signed in by that write", async () => {
      const { links, accounts } = store();
      const phone = await signIn(store(), ALICE);
      const link_id = await start();
      expect((await links.byId(link_id))?.state).toEqual({ state: "waiting" });
      const claimed = await links.claim(link_id, phone, NOW);
      expect(claimed).toMatchObject({
        device_name: "Firefox, Linux",
        platform: "computer",
        ip: "203.0.113.7",
      });
      expect((await links.byId(link_id))?.state).toEqual({ state: "scanned", by: phone });
      const device = newDevice();
      const { identity } = await links.confirm(link_id, phone, device);
      expect(identity).toEqual({ account_id: phone.account_id, device_id: device.device_id });
      expect(await accounts.deviceByToken(device.token_hash)).toEqual(identity);
      expect((await links.byId(link_id))?.state).toEqual({
        state: "confirmed",
        by: phone,
        device_id: device.device_id,
      });
      expect((await links.confirm(link_id, phone, device)).identity).toEqual(identity);
      expect(await accounts.devices(phone.account_id)).toHaveLength(2);
    });

    test("a link belongs to the first account that claims it", async () => {
      const { links } = store();
      const [alice, bob] = await Promise.all([signIn(store(), ALICE), signIn(store(), BOB)]);
      const link_id = await start();
      const claims = await Promise.allSettled([alice, bob].map((by) => links.claim(link_id, by, NOW)));
      const [first, second] = claims[0]!.status === "fulfilled" ? [alice, bob] : [bob, alice];
      const taken = { code: "link_taken" };
      await links.claim(link_id, first, NOW);
      await expect(links.claim(link_id, second, NOW)).rejects.toMatchObject(taken);
      await expect(links.confirm(link_id, second, newDevice())).rejects.toMatchObject(taken);
      await expect(links.refuse(link_id, second, NOW)).rejects.toMatchObject(taken);
    });

    test("what was not claimed cannot be confirmed, and what was refused never again", async () => {
      const { links } = store();
      const phone = await signIn(store(), ALICE);
      const unknown = id<LinkId>("link");
      await expect(links.claim(unknown, phone, NOW)).rejects.toMatchObject({ code: "not_found" });
      const link_id = await start();
      const confirm = () => links.confirm(link_id, phone, newDevice());
      await expect(confirm()).rejects.toMatchObject({ code: "not_found" });
      await links.claim(link_id, phone, NOW);
      await links.refuse(link_id, phone, NOW);
      expect((await links.byId(link_id))?.state.state).toBe("refused");
      await expect(confirm()).rejects.toMatchObject({ code: "link_expired" });
      await expect(links.claim(link_id, phone, NOW)).rejects.toMatchObject({ code: "link_expired" });
    });

    test("a link is neither claimed nor confirmed after its end, and is forgotten later", async () => {
      const { links } = store();
      const phone = await signIn(store(), ALICE);
      const [unclaimed, claimed] = [await start(), await start()];
      await links.claim(claimed, phone, NOW);
      const late = NOW + LIFETIME_MS;
      const expired = { code: "link_expired" };
      await expect(links.claim(unclaimed, phone, late)).rejects.toMatchObject(expired);
      await expect(links.confirm(claimed, phone, newDevice({ now: late }))).rejects.toMatchObject(expired);
      await start({ now: late + LINK_KEPT_MS });
      expect(await links.byId(unclaimed)).toBeNull();
    });

    test("an account with as many devices as it may has no room for another, and the link stays open", async () => {
      const { links } = store();
      const devices: DeviceIdentity[] = [];
      for (let count = 0; count < DEVICES_MAX; count++) devices.push(await signIn(store(), ALICE));
      const phone = devices[0]!;
      const link_id = await start();
      await links.claim(link_id, phone, NOW);
      const device = newDevice();
      await expect(links.confirm(link_id, phone, device)).rejects.toMatchObject({ code: "device_limit" });
      await store().accounts.revokeDevice(phone.account_id, devices[1]!.device_id, NOW);
      expect(await links.confirm(link_id, phone, device)).toHaveProperty(
        "identity.device_id",
        device.device_id,
      );
    });

    test("AC31 a link that was asked for by number is claimed by the account that was asked, and nobody else", async () => {
      const { links, outbox } = store();
      const [alice, bob] = await Promise.all([signIn(store(), ALICE), signIn(store(), BOB)]);
      const link_id = await start();
      const until = { now: NOW, expires_at: NOW + 5 * LIFETIME_MS };
      await Promise.all([1, 2].map(() => links.ask(link_id, ALICE, until)));
      expect(await links.byId(link_id)).toMatchObject({
        asked: { number: ALICE, account_id: null },
        expires_at: until.expires_at,
      });
      const effects = (await outbox.claim(100, NOW + 60_000, 1)).map(({ effect }) => effect);
      expect(effects.filter((effect) => effect.kind === "link_asked" && effect.link_id === link_id)).toEqual([
        { kind: "link_asked", link_id, number: ALICE },
      ]);
      await expect(links.claim(link_id, alice, NOW)).rejects.toMatchObject({ code: "not_found" });
      await links.askedFrom(link_id, alice.account_id);
      await expect(links.claim(link_id, bob, NOW)).rejects.toMatchObject({ code: "not_found" });
      const claimed = await links.claim(link_id, alice, NOW + 2 * LIFETIME_MS);
      expect(claimed.state).toEqual({ state: "scanned", by: alice });
    });

    test("AC31 one number is asked for a link, and none once it was scanned or has expired", async () => {
      const { links } = store();
      const phone = await signIn(store(), ALICE);
      const until = { now: NOW, expires_at: NOW + 5 * LIFETIME_MS };
      const [asked, scanned, expired] = [await start(), await start(), await start()];
      await links.ask(asked, ALICE, until);
      await expect(links.ask(asked, BOB, until)).rejects.toMatchObject({ code: "link_taken" });
      await links.claim(scanned, phone, NOW);
      await expect(links.ask(scanned, ALICE, until)).rejects.toMatchObject({ code: "link_taken" });
      const late = { ...until, now: NOW + LIFETIME_MS };
      await expect(links.ask(expired, ALICE, late)).rejects.toMatchObject({ code: "link_expired" });
      const unknown = id<LinkId>("link");
      await expect(links.ask(unknown, ALICE, until)).rejects.toMatchObject({ code: "not_found" });
    });
  });
}
