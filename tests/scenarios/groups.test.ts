import { expect, test } from "bun:test";
import { PEOPLE, story } from "@feiliao/testkit";
import { befriend, change, fresh, groupOf, idOf, key, listed, memberOf, say } from "./groups-people.ts";

test("GR1 who makes a group owns it; the same key is the same group", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    await befriend(alice, bob);
    const input = { client_id: "once", kind: "group", title: "周末爬山", account_ids: [idOf(bob)] } as const;
    const made = await alice.device.post("group/create", { ...input, account_ids: [idOf(bob)] });
    expect(made).toMatchObject({ added: [idOf(bob)], invited: [], refused: [] });
    expect(await alice.device.post("group/create", { ...input, account_ids: [idOf(bob)] })).toEqual(made);
    const group = await fresh(alice.device, made.conversation_id);
    expect(group?.info).toMatchObject({ kind: "group", title: "周末爬山", member_count: 2 });
    expect(group?.entries.map(({ content }) => content.type)).toEqual(["info", "membership"]);
    expect(group?.members.map(({ role, state }) => `${role} ${state}`).sort()).toEqual([
      "member active",
      "owner active",
    ]);
  });
});

test("GR2 who keeps the asker as a contact, or has opened their conversation, is a member at once; the others decide", async () => {
  await story({ alice: 1, bob: 1, carol: 1, dan: 1 }, async ({ alice, bob, carol, dan }) => {
    await befriend(alice, bob);
    await dan.device.post("contact/set", { address: alice.address, name: "Alice" });
    for (const { address } of [carol, dan]) await alice.device.post("conversation/open", { address });
    const account_ids = [bob, carol, dan].map(idOf);
    const made = await alice.device.post("group/create", {
      ...{ client_id: key(), kind: "group", title: "Hikes", account_ids },
    });
    expect(made).toMatchObject({ added: [idOf(bob), idOf(dan)], invited: [idOf(carol)] });
    const { conversation_id } = made;
    const listing = await listed(carol.device, conversation_id, "invited");
    expect(listing).toMatchObject({ title: "Hikes", invited_by: idOf(alice) });
    expect(await fresh(carol.device, conversation_id)).toBeUndefined();

    const client_id = key();
    await carol.device.post("group/answer", { conversation_id, client_id, accept: true });
    await listed(carol.device, conversation_id, "active");
    expect(await memberOf(carol.device, conversation_id, carol)).toMatchObject({ state: "active" });
    await carol.device.post("group/answer", { conversation_id, client_id, accept: true }); // the same answer again
  });
});

test("GR3 a declined invitation shows nothing of the group, and can be made again", async () => {
  await story({ alice: 1, carol: 1 }, async ({ alice, carol }) => {
    await alice.device.post("conversation/open", { address: carol.address });
    const conversation_id = await groupOf(alice, []);
    const ask = () =>
      alice.device.post("group/add", { conversation_id, client_id: key(), account_ids: [idOf(carol)] });
    expect(await ask()).toMatchObject({ invited: [idOf(carol)] });
    await carol.device.post("group/answer", { conversation_id, client_id: key(), accept: false });
    await listed(carol.device, conversation_id, "left");
    const read = carol.device.post("conversation/read", { conversation_id });
    await expect(read).rejects.toMatchObject({ code: "not_found" });
    expect(await ask()).toMatchObject({ invited: [idOf(carol)] });
    await listed(carol.device, conversation_id, "invited");
  });
});

test("GR4 nobody asks in people they have nothing to do with, or into a group that is not theirs", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await groupOf(alice, []);
    const add = (by: typeof alice, whom: typeof alice) =>
      by.device.post("group/add", { conversation_id, client_id: key(), account_ids: [idOf(whom)] });
    await expect(add(alice, bob)).rejects.toMatchObject({ code: "not_a_member" });
    await befriend(carol, bob);
    await expect(add(carol, bob)).rejects.toMatchObject({ code: "not_found" });
  });
});

test("GR5 who has not come in shows their name to nobody who did not know it", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    await alice.device.post("conversation/open", { address: carol.address });
    const conversation_id = await groupOf(alice, [bob]);
    const ids = { conversation_id, client_id: key() };
    await alice.device.post("group/add", { ...ids, account_ids: [idOf(carol)] });
    const invited = await memberOf(bob.device, conversation_id, carol);
    expect(invited).toMatchObject({ state: "invited", name: null, address: null, picture: null });
    await carol.device.post("group/answer", { conversation_id, client_id: key(), accept: true });
    const member = await memberOf(bob.device, conversation_id, carol);
    expect(member).toMatchObject({ state: "active", name: PEOPLE.carol.name, address: null });
  });
});

test("GR6 every change is an entry that all members see, and the group's state is pushed after it", async () => {
  await story({ alice: 1, bob: 2 }, async ({ alice, bob }) => {
    const conversation_id = await groupOf(alice, [bob]);
    await alice.device.call("group/set", { conversation_id, client_id: key(), title: "Mondays" });
    for (const device of bob.devices) {
      await device.event("entry", ({ entry }) => entry.content.type === "info" && !entry.content.created);
      await device.event("info", ({ info }) => info.title === "Mondays");
    }
    await change(alice, conversation_id, "made_admin", bob);
    const { members } = await bob.device.event("members", (event) =>
      event.members.some((member) => member.account_id === idOf(bob) && member.role === "admin"),
    );
    expect(members).toMatchObject([{ account_id: idOf(bob), role: "admin", name: PEOPLE.bob.name }]);
  });
});

test("GR7 D17 who is removed gets nothing after that entry; what they had stays theirs", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await groupOf(alice, [bob, carol]);
    await say(alice.device, conversation_id, "before");
    await bob.device.event("entry", ({ entry }) => entry.content.type === "text");
    const removed_at = await change(alice, conversation_id, "removed", bob);
    await say(alice.device, conversation_id, "after");
    await carol.device.event(
      "entry",
      ({ entry }) => entry.content.type === "text" && entry.content.text === "after",
    );
    await listed(bob.device, conversation_id, "removed");
    expect(bob.device.entries.every(({ seq }) => seq < removed_at)).toBe(true);
    expect(await fresh(bob.device, conversation_id)).toBeUndefined();
    await expect(say(bob.device, conversation_id, "x")).rejects.toMatchObject({ code: "not_found" });
  });
});

test("GR8 a send that races a removal is before it, or refused", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    for (let round = 0; round < 10; round += 1) {
      const conversation_id = await groupOf(alice, [bob]);
      const [removed_at, ...sent] = await Promise.all([
        change(alice, conversation_id, "removed", bob),
        ...[1, 2, 3].map((n) => say(bob.device, conversation_id, `${n}`).catch(({ code }) => code as string)),
      ]);
      for (const seq of sent) {
        if (typeof seq === "number") expect(seq).toBeLessThan(removed_at);
        else expect(seq).toBe("not_found");
      }
    }
  });
});

test("GR9 a group is never without an owner: an admin takes over from an owner who leaves, else a member, who came first", async () => {
  await story({ alice: 1, bob: 1, carol: 1, dan: 1 }, async ({ alice, bob, carol, dan }) => {
    const conversation_id = await groupOf(alice, [bob, carol, dan]);
    await change(alice, conversation_id, "made_admin", carol);
    await alice.device.post("group/leave", { conversation_id, client_id: key() });
    expect(await memberOf(bob.device, conversation_id, carol)).toMatchObject({ role: "owner" });
    await carol.device.post("group/leave", { conversation_id, client_id: key() });
    const roles = (await fresh(dan.device, conversation_id))!.members
      .filter(({ state }) => state === "active")
      .map(({ role }) => role);
    expect(roles.sort()).toEqual(["member", "owner"]);
  });
});

test("GR10 the owner hands over; who was owner is an admin then", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await groupOf(alice, [bob]);
    await change(alice, conversation_id, "made_owner", bob);
    expect(await memberOf(bob.device, conversation_id, alice)).toMatchObject({ role: "admin" });
    expect(await memberOf(bob.device, conversation_id, bob)).toMatchObject({ role: "owner" });
    const again = change(alice, conversation_id, "made_admin", bob);
    await expect(again).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("GR11 who is muted reads and does not write, until it is lifted", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await groupOf(alice, [bob]);
    await change(alice, conversation_id, "muted", bob);
    await expect(say(bob.device, conversation_id, "x")).rejects.toMatchObject({ code: "muted" });
    const talk = bob.device.call("talk/start", { conversation_id, client_id: key(), handle: 1 });
    await expect(talk).rejects.toMatchObject({ code: "muted" });
    expect((await fresh(bob.device, conversation_id))?.last_seq).toBeGreaterThan(0);
    await change(alice, conversation_id, "unmuted", bob);
    expect(await say(bob.device, conversation_id, "x")).toBeGreaterThan(0);
  });
});

test("GR12 new members see what was written before only where the settings say so", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await groupOf(alice, []);
    await befriend(alice, bob, carol);
    const early = await say(alice.device, conversation_id, "early");
    const add = (who: typeof bob) =>
      alice.device.post("group/add", { conversation_id, client_id: key(), account_ids: [idOf(who)] });
    await add(bob);
    await listed(bob.device, conversation_id, "active");
    const texts = async (who: typeof bob) => {
      const { entries } = await who.device.post("conversation/read", { conversation_id, after_seq: 0 });
      return entries.flatMap(({ content }) => (content.type === "text" ? [content.text] : []));
    };
    expect(await texts(bob)).toEqual([]);
    expect((await fresh(bob.device, conversation_id))!.entries[0]!.seq).toBeGreaterThan(early);
    const settings = { history_for_new: true };
    await alice.device.post("group/set", { conversation_id, client_id: key(), settings });
    await add(carol);
    expect(await texts(carol)).toEqual(["early"]);
  });
});

test("GR13 only owner and admins call everybody by name, announce and change what the group is", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await groupOf(alice, [bob]);
    const callAll = ({ device }: typeof alice) =>
      device.post("message/send", {
        ...{ conversation_id, client_id: key() },
        content: { type: "text", text: "@everyone", mentions: ["all"] },
      });
    await expect(callAll(bob)).rejects.toMatchObject({ code: "forbidden" });
    await callAll(alice);
    const announce = ({ device }: typeof alice) =>
      device.post("group/set", { conversation_id, client_id: key(), announcement: "周六 7:30" });
    await expect(announce(bob)).rejects.toMatchObject({ code: "forbidden" });
    await announce(alice);
    const { info } = (await fresh(bob.device, conversation_id))!;
    expect(info?.announcement).toMatchObject({ text: "周六 7:30", by: idOf(alice) });
  });
});

test("GR14 who read a message is told to the members, those who came later left out", async () => {
  await story({ alice: 1, bob: 1, carol: 1, dan: 1 }, async ({ alice, bob, carol, dan }) => {
    const conversation_id = await groupOf(alice, [bob, carol]);
    const seq = await say(alice.device, conversation_id, "read this");
    await bob.device.post("receipt/advance", { conversation_id, read: seq });
    await befriend(alice, dan);
    await alice.device.post("group/add", { conversation_id, client_id: key(), account_ids: [idOf(dan)] });
    const { readers } = await alice.device.post("message/readers", { conversation_id, seq });
    const far = Object.fromEntries(readers.map(({ account_id, read }) => [account_id, read]));
    expect(far).toEqual({ [idOf(bob)]: true, [idOf(carol)]: false });
    const early = dan.device.post("message/readers", { conversation_id, seq });
    await expect(early).rejects.toMatchObject({ code: "not_found" });
  });
});
