import { expect, test } from "bun:test";
import { type Person, story } from "@feiliao/testkit";
import { change, type fresh, groupOf, idOf, key, listed, memberOf } from "./groups-people.ts";

async function linkOf({ device }: Person, conversation_id: Parameters<typeof fresh>[1], renew = false) {
  const { token } = await device.post("group/link", { conversation_id, renew });
  return token!;
}

const join = ({ device }: Person, token: string) => device.post("group/join", { token, client_id: key() });

test("GL1 whoever shows the link sees what it leads to, and joins", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await groupOf(alice, []);
    const token = await linkOf(alice, conversation_id);
    const seen = { conversation_id, kind: "group", title: "周末爬山", member_count: 1, approval: false };
    expect(await bob.device.post("group/look", { token })).toMatchObject({ ...seen, state: null });
    expect(await join(bob, token)).toEqual({ conversation_id, state: "active" });
    expect(await join(bob, token)).toEqual({ conversation_id, state: "active" });
    await listed(bob.device, conversation_id, "active");
    expect(await memberOf(alice.device, conversation_id, bob)).toMatchObject({ state: "active" });
    expect(await bob.device.post("group/look", { token })).toMatchObject({
      state: "active",
      member_count: 2,
    });
  });
});

test("GL2 the token has at least 96 bits, stays the same until it is renewed, and is stored nowhere", async () => {
  await story({ alice: 1 }, async ({ alice, server }) => {
    const conversation_id = await groupOf(alice, []);
    const token = await linkOf(alice, conversation_id);
    expect(Buffer.from(token, "base64url").length * 8).toBeGreaterThanOrEqual(96);
    expect(await linkOf(alice, conversation_id)).toBe(token);
    await server.restart();
    expect(await linkOf(alice, conversation_id)).toBe(token);
    expect(await linkOf(alice, conversation_id, true)).not.toBe(token);
    const known = await server.server.store.conversations.link(conversation_id, idOf(alice), 0);
    expect(Buffer.from(known!.nonce).toString("base64url")).not.toBe(token);
  });
});

test("GL3 a link that was renewed, was revoked, has expired or never was opens nothing", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await groupOf(alice, []);
    const renewed = await linkOf(alice, conversation_id);
    const revoked = await linkOf(alice, conversation_id, true);
    await alice.device.post("group/revoke-link", { conversation_id });
    for (const token of [renewed, revoked, "A".repeat(22)]) {
      await expect(join(bob, token)).rejects.toMatchObject({ code: "link_invalid" });
      const look = bob.device.post("group/look", { token });
      await expect(look).rejects.toMatchObject({ code: "link_invalid" });
    }
    expect(await memberOf(alice.device, conversation_id, bob)).toBeUndefined();
  });
});

test("GL4 where admins let people in, who comes by link waits for one and is granted or refused", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await groupOf(alice, []);
    const settings = { approval: true };
    await alice.device.post("group/set", { conversation_id, client_id: key(), settings });
    const token = await linkOf(alice, conversation_id);
    for (const person of [bob, carol]) {
      expect(await join(person, token)).toEqual({ conversation_id, state: "requested" });
      expect(await join(person, token)).toEqual({ conversation_id, state: "requested" });
      const read = person.device.post("conversation/read", { conversation_id });
      await expect(read).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await memberOf(alice.device, conversation_id, bob)).toMatchObject({ state: "requested" });
    await change(alice, conversation_id, "added", bob);
    await listed(bob.device, conversation_id, "active");
    await change(alice, conversation_id, "removed", carol);
    await listed(carol.device, conversation_id, "removed");
  });
});

test("GL5 nobody is let in who has not asked", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await groupOf(alice, []);
    await bob.device.post("conversation/open", { address: alice.address });
    const grant = change(alice, conversation_id, "added", bob);
    await expect(grant).rejects.toMatchObject({ code: "not_a_member" });
  });
});

test("GL6 who was removed may come back by the link, who was banned may not until that is lifted", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await groupOf(alice, [bob]);
    const token = await linkOf(alice, conversation_id);
    await change(alice, conversation_id, "removed", bob);
    expect(await join(bob, token)).toMatchObject({ state: "active" });
    await change(alice, conversation_id, "banned", bob);
    await expect(join(bob, token)).rejects.toMatchObject({ code: "link_invalid" });
    const add = { conversation_id, client_id: key(), account_ids: [idOf(bob)] };
    expect(await alice.device.post("group/add", add)).toMatchObject({ refused: [idOf(bob)] });
    await change(alice, conversation_id, "unbanned", bob);
    expect(await join(bob, token)).toMatchObject({ state: "active" });
  });
});

test("GL7 members see the link where everybody adds; only owner and admins make or revoke one", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await groupOf(alice, [bob]);
    const none = { token: null, expires_at: null };
    expect(await bob.device.post("group/link", { conversation_id })).toEqual(none);
    const token = await linkOf(alice, conversation_id);
    expect(await linkOf(bob, conversation_id)).toBe(token);
    const renewed = bob.device.post("group/link", { conversation_id, renew: true });
    await expect(renewed).rejects.toMatchObject({ code: "forbidden" });
    const revoked = bob.device.post("group/revoke-link", { conversation_id });
    await expect(revoked).rejects.toMatchObject({ code: "forbidden" });
    const settings = { who_adds: "admins" } as const;
    await alice.device.post("group/set", { conversation_id, client_id: key(), settings });
    const hidden = bob.device.post("group/link", { conversation_id });
    await expect(hidden).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("GL8 who tries many tokens is slowed down", async () => {
  await story({ bob: 1 }, async ({ bob }) => {
    const codes = new Set<string>();
    for (let tries = 0; tries < 61; tries += 1) {
      const token = Buffer.alloc(16, tries).toString("base64url");
      await bob.device.post("group/look", { token }).catch(({ code }) => codes.add(code));
    }
    expect([...codes]).toEqual(["link_invalid", "rate_limited"]);
  });
});
