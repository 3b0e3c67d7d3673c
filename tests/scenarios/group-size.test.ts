import { expect, test } from "bun:test";
import { type AccountId, type DeviceId, GROUP_MEMBERS_MAX } from "@feiliao/protocol";
import { tokenHash } from "@feiliao/server/accounts/tokens";
import { newId, systemRandom } from "@feiliao/server/platform/random";
import { Device, story, type TestServer } from "@feiliao/testkit";
import { fresh, groupOf, key, say } from "./groups-people.ts";

const LIMIT_MS = 120_000;
const AT_ONCE = 50;

/** Somebody who has signed in before; a thousand codes by SMS would show nothing here. */
async function person({ url, server }: TestServer, index: number): Promise<Device> {
  const token = `token-${index}`;
  const { identity } = await server.store.accounts.signIn({
    number: `+86138${String(index).padStart(8, "0")}`,
    new_account_id: newId<AccountId>("account", systemRandom),
    device_id: newId<DeviceId>("device", systemRandom),
    device_name: "phone",
    token_hash: tokenHash(token),
    now: Date.now(),
    idle_ms_max: 1,
    proven_pin_hash: null,
  });
  return new Device(url, { ...identity, token });
}

test(
  "GS1 a group has a thousand members, all of whom get what is said; one more is refused, until somebody leaves",
  () =>
    story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
      const conversation_id = await groupOf(alice, []);
      const { token } = await alice.device.post("group/link", { conversation_id });
      const join = (device: Device) => device.post("group/join", { token: token!, client_id: key() });
      const members: Device[] = [];
      while (members.length < GROUP_MEMBERS_MAX - 1) {
        const count = Math.min(AT_ONCE, GROUP_MEMBERS_MAX - 1 - members.length);
        const come = Array.from({ length: count }, (_, index) => person(server, members.length + index));
        const people = await Promise.all(come);
        await Promise.all(people.map(join));
        members.push(...people);
      }
      await expect(join(bob.device)).rejects.toMatchObject({ code: "group_full" });

      const last = await members.at(-1)!.connect();
      const seq = await say(alice.device, conversation_id, "hello, everybody");
      await last.event("entry", ({ entry }) => entry.seq === seq);
      last.disconnect();
      const seen = await fresh(members[0]!, conversation_id);
      expect(seen?.info?.member_count).toBe(GROUP_MEMBERS_MAX);
      expect(seen?.members).toHaveLength(GROUP_MEMBERS_MAX);
      expect(seen?.entries.at(-1)).toMatchObject({ seq, content: { text: "hello, everybody" } });
      await members[0]!.post("receipt/advance", { conversation_id, read: seq });
      const { readers } = await alice.device.post("message/readers", { conversation_id, seq, limit: 500 });
      expect(readers.length).toBeGreaterThanOrEqual(499);

      await members[1]!.post("group/leave", { conversation_id, client_id: key() });
      expect(await join(bob.device)).toMatchObject({ state: "active" });
    }),
  LIMIT_MS,
);
