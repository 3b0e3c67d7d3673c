import { expect, test } from "bun:test";
import type { ConversationId } from "@feiliao/protocol";
import { type Device, until } from "@feiliao/testkit";
import { acrossNodes } from "./across-nodes.ts";

function say(device: Device, conversation_id: ConversationId, text: string) {
  return device.call("message/send", { conversation_id, client_id: text, content: { type: "text", text } });
}

const pulls = (device: Device) => device.events.filter(({ event }) => event === "lagging").length;

test("CV6 a message reaches the devices at every node once, whatever number their sockets have there", async () => {
  await acrossNodes(async ({ cluster, alice, bob, conversation_id }) => {
    const elsewhere = await cluster.moved(alice, 1);
    await say(alice, conversation_id, "one"); // all three are the first or second socket of their node
    await say(bob, conversation_id, "two");
    await until("both", () => bob.entries.length >= 1 && elsewhere.entries.length >= 2);
    expect(elsewhere.entries.map(({ client_id }) => client_id)).toEqual(["one", "two"]);
    expect(bob.entries.map(({ client_id }) => client_id)).toEqual(["one"]);
    expect(alice.entries.map(({ client_id }) => client_id)).toEqual(["two"]);
  });
});

test("CV2 D2 the same send by two nodes is in the log once, with one answer", async () => {
  await acrossNodes(async ({ cluster, alice, bob, conversation_id }) => {
    const elsewhere = await cluster.moved(alice, 1);
    const sends = Array.from({ length: 10 }, (_, index) => String(index)).flatMap((text) => [
      say(alice, conversation_id, text),
      say(elsewhere, conversation_id, text),
    ]);
    const acks = await Promise.all(sends);
    for (let index = 0; index < acks.length; index += 2) expect(acks[index]).toEqual(acks[index + 1]!);
    expect((await bob.call("conversation/read", { conversation_id })).last_seq).toBe(10);
  });
});

test("D9 after a lost doorbell every socket of the node is told to pull, and finds what it was not told of", async () => {
  await acrossNodes(async ({ cluster, alice, bob, conversation_id }) => {
    const { token } = await bob.call("sync/pull", {});
    cluster.doorbell.silence();
    await say(alice, conversation_id, "unheard");
    cluster.doorbell.noticeGap();
    await until("being told to pull", () => pulls(bob) === 1 && pulls(alice) === 1);
    expect(bob.entries).toEqual([]);
    const page = await bob.call("sync/pull", { token });
    expect(page.conversations[0]!.entries.map(({ client_id }) => client_id)).toEqual(["unheard"]);
  });
});

test("D9 a gap that goes on is told again to those who were told before", async () => {
  await acrossNodes(async ({ cluster, bob }) => {
    const others = await Promise.all(Array.from({ length: 12 }, () => cluster.moved(bob, 1)));
    cluster.doorbell.noticeGap();
    cluster.doorbell.noticeGap();
    cluster.doorbell.noticeGap();
    await until("two rounds", () => [bob, ...others].every((device) => pulls(device) === 2));
  });
});

test("D18 a device that is signed out at one node is disconnected at the other", async () => {
  await acrossNodes(async ({ cluster, bob }) => {
    const other = await cluster.device("bob", 0);
    await other.call("device/revoke", { device_id: bob.device_id });
    expect(await bob.event("goodbye")).toMatchObject({ reason: "revoked", retry: false });
    await until("it is closed", () => bob.close_code === 4401);
  });
});

test("D18 a device that is signed out while the doorbell is lost is disconnected all the same", async () => {
  await acrossNodes(async ({ cluster, alice, bob, conversation_id }) => {
    const other = await cluster.device("bob", 0);
    cluster.doorbell.silence();
    await other.call("device/revoke", { device_id: bob.device_id });
    expect(await bob.event("goodbye")).toMatchObject({ reason: "revoked", retry: false });
    cluster.doorbell.mend();
    await say(alice, conversation_id, "for the others");
    expect(bob.entries).toEqual([]);
  });
});

test("D18 a device that is signed out during its hello does not get in", async () => {
  await acrossNodes(async ({ cluster, bob }) => {
    const other = await cluster.device("bob", 0);
    const { ticket } = await bob.post("session/ticket", {});
    bob.disconnect();
    const { accounts } = cluster.store;
    const isActive = accounts.isActive.bind(accounts);
    const revoked = Promise.withResolvers<void>();
    accounts.isActive = async (identity) => {
      const answer = await isActive(identity);
      await revoked.promise; // the hello goes on with what it read before
      return answer;
    };
    await bob.open();
    const hello = bob.call("session/hello", { ticket, version: 1, capabilities: [] }).then(
      () => "let in",
      () => "refused",
    );
    await other.call("device/revoke", { device_id: bob.device_id });
    revoked.resolve();
    expect(await hello).toBe("refused");
    await until("it is closed", () => bob.close_code === 4401);
  });
});
