import { expect, test } from "bun:test";
import { converse, story, until } from "@feiliao/testkit";
import { groupOf, idOf, key, say } from "./groups-people.ts";

test("BL1 who is blocked can neither write nor talk from the moment of the answer on; what was written stays", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    await say(bob.device, conversation_id, "before");
    await alice.device.post("contact/block", { address: bob.address, blocked: true });
    await expect(say(bob.device, conversation_id, "after")).rejects.toMatchObject({ code: "blocked" });
    const talk = bob.device.call("talk/start", { conversation_id, client_id: key(), handle: 1 });
    await expect(talk).rejects.toMatchObject({ code: "blocked" });
    const { last_seq } = await alice.device.post("conversation/read", { conversation_id });
    expect(last_seq).toBe(1);
    await say(alice.device, conversation_id, "who blocks may write");
    await alice.device.post("contact/block", { address: bob.address, blocked: false });
    await say(bob.device, conversation_id, "again");
  });
});

test("BL2 who was blocked before there was a conversation is blocked in it", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    await alice.device.post("contact/block", { address: bob.address, blocked: true });
    const conversation_id = await converse(bob, alice);
    await until("the block to reach the conversation", async () =>
      say(bob.device, conversation_id, "hello").then(
        () => false,
        ({ code }) => code === "blocked",
      ),
    );
  });
});

test("BL3 every device of the person knows whom they have blocked, a new one too", async () => {
  await story({ alice: 2, bob: 1 }, async ({ alice, bob }) => {
    await alice.device.post("contact/block", { address: bob.address, blocked: true });
    const { change } = await alice.devices[1]!.event("account", (event) => event.change.type === "block");
    expect(change).toMatchObject({ address: bob.address, blocked: true });
    const { account } = await (await alice.addDevice()).post("sync/pull", {});
    expect(account.filter(({ type }) => type === "block")).toMatchObject([{ blocked: true }]);
  });
});

test("BL4 who is blocked asks nobody into groups", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    await converse(alice, bob);
    const conversation_id = await groupOf(bob, []);
    await alice.device.post("contact/block", { address: bob.address, blocked: true });
    const asked = { conversation_id, client_id: key(), account_ids: [idOf(alice)] };
    expect(await bob.device.post("group/add", asked)).toEqual({
      added: [],
      invited: [],
      refused: [idOf(alice)],
    });
  });
});

test("BL4 who was blocked by a number alone, without a conversation, asks nobody into groups either", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await groupOf(bob, []);
    const { token } = await bob.device.post("group/link", { conversation_id });
    await alice.device.post("group/join", { token: token!, client_id: key() });
    await alice.device.post("group/leave", { conversation_id, client_id: key() });
    await alice.device.post("contact/block", { address: bob.address, blocked: true });
    const asked = { conversation_id, client_id: key(), account_ids: [idOf(alice)] };
    expect(await bob.device.post("group/add", asked)).toMatchObject({ refused: [idOf(alice)] });
  });
});

test("BL5 who is blocked is not seen typing", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    await alice.device.call("conversation/attend", { conversation_id });
    await alice.device.post("contact/block", { address: bob.address, blocked: true });
    await bob.device.call("conversation/typing", { conversation_id, typing: true });
    // Whatever was to reach her has been sent before this answer is.
    await alice.device.call("profile/get", {});
    expect(alice.device.events.filter(({ event }) => event === "typing")).toEqual([]);
  });
});

test("CS1 settings of a conversation follow the person to every device, and nobody else sees them", async () => {
  await story({ alice: 2, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    const settings = { muted_until: 1, pinned: true, archived: false, marked_unread: false };
    await alice.device.post("conversation/settings", { conversation_id, ...settings });
    await alice.device.post("conversation/settings", { conversation_id, ...settings, archived: true });
    await alice.devices[1]!.event(
      "account",
      ({ change }) => change.type === "conversation_settings" && change.archived,
    );
    const { account } = await (await alice.addDevice()).post("sync/pull", {});
    const kept = account.filter(({ type }) => type === "conversation_settings");
    expect(kept).toMatchObject([{ conversation_id, ...settings, archived: true }]);
    const others = await bob.device.post("sync/pull", {});
    expect(others.account.some(({ type }) => type === "conversation_settings")).toBe(false);
    const foreign = bob.device.post("conversation/settings", {
      ...{ conversation_id: "con_AAAAAAAAAAAAAAAAAAAAAA", ...settings },
    });
    await expect(foreign).rejects.toMatchObject({ code: "not_found" });
  });
});
