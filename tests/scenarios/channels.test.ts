import { expect, test } from "bun:test";
import { type Person, story, until } from "@feiliao/testkit";
import { change, fresh, groupOf, idOf, key, memberOf, say } from "./groups-people.ts";

async function channelOf(owner: Person, ...readers: Person[]) {
  const conversation_id = await groupOf(owner, [], { kind: "channel", title: "News" });
  const { token } = await owner.device.post("group/link", { conversation_id });
  for (const { device } of readers) await device.post("group/join", { token: token!, client_id: key() });
  return conversation_id;
}

test("CH1 owner and admins write, readers read", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await channelOf(alice, bob, carol);
    await say(alice.device, conversation_id, "news");
    for (const { device } of [bob, carol]) {
      await device.event("entry", ({ entry }) => entry.content.type === "text");
    }
    await expect(say(bob.device, conversation_id, "x")).rejects.toMatchObject({ code: "forbidden" });
    await change(alice, conversation_id, "made_admin", bob);
    await say(bob.device, conversation_id, "more news");
  });
});

test("CH2 readers learn of nobody but owner, admins and themselves, and how many there are", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await channelOf(alice, bob, carol);
    const seen = await fresh(bob.device, conversation_id);
    expect(seen?.members.map(({ account_id }) => account_id).sort()).toEqual([idOf(alice), idOf(bob)].sort());
    expect(seen?.info?.member_count).toBe(3);
    expect(await memberOf(bob.device, conversation_id, carol)).toBeUndefined();
    const list = bob.device.post("group/members", { conversation_id });
    await expect(list).rejects.toMatchObject({ code: "forbidden" });
    const { members } = await alice.device.post("group/members", { conversation_id });
    expect(members).toHaveLength(3);
  });
});

test("CH3 how far a reader has come is pushed to nobody; owner and admins may ask", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await channelOf(alice, bob, carol);
    const seq = await say(alice.device, conversation_id, "news");
    await bob.device.post("receipt/advance", { conversation_id, read: seq });
    const { readers } = await alice.device.post("message/readers", { conversation_id, seq });
    expect(readers.find(({ account_id }) => account_id === idOf(bob))).toMatchObject({ read: true });
    const asked = carol.device.post("message/readers", { conversation_id, seq });
    await expect(asked).rejects.toMatchObject({ code: "forbidden" });
    const told = (device: typeof alice.device) =>
      device.events.some(
        (event) =>
          event.event === "members" && event.members.some(({ account_id }) => account_id === idOf(bob)),
      );
    await until("the reader's own device to be told", () => told(bob.device));
    expect([told(alice.device), told(carol.device)]).toEqual([false, false]);
  });
});

test("CH4 readers are not seen typing", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await channelOf(alice, bob, carol);
    await carol.device.call("conversation/attend", { conversation_id });
    await bob.device.call("conversation/typing", { conversation_id, typing: true });
    await alice.device.call("conversation/typing", { conversation_id, typing: true });
    const { account_id } = await carol.device.event("typing");
    expect(account_id).toBe(idOf(alice));
  });
});
