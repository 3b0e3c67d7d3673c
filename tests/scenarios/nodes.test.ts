import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { createClient } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { DEFAULT_SETTINGS } from "@feiliao/server/conversation/can";
import { newId, systemRandom } from "@feiliao/server/platform/random";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import { Device, PEOPLE, requestCode, smsTo, startTestCluster, until } from "@feiliao/testkit";
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

test("CV21 D9 D15 a send that failed and happened all the same is found, when the next one succeeds", async () => {
  await acrossNodes(async ({ cluster, alice, bob, conversation_id }) => {
    const { conversations } = cluster.store;
    const append = conversations.append.bind(conversations);
    conversations.append = async (intent) => {
      await append(intent);
      throw new FeiliaoError("storage_failed", { retry_after_s: 1 }); // as when the answer to a COMMIT is lost
    };
    await expect(say(alice, conversation_id, "unheard")).rejects.toMatchObject({ code: "storage_failed" });
    conversations.append = append;
    await say(alice, conversation_id, "heard");
    await until("being told to pull", () => pulls(bob) > 0 && bob.entries.length === 1);
    expect(bob.entries[0]).toMatchObject({ client_id: "heard", seq: 2 });
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
    const [asked, revoked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    accounts.isActive = async (identity) => {
      const answer = await isActive(identity);
      asked.resolve();
      await revoked.promise; // the hello goes on with what it read before
      return answer;
    };
    await bob.open();
    const hello = bob.call("session/hello", { ticket, version: 1, capabilities: [] }).then(
      () => "let in",
      () => "refused",
    );
    await asked.promise;
    await other.call("device/revoke", { device_id: bob.device_id });
    revoked.resolve();
    expect(await hello).toBe("refused");
    await until("it is closed", () => bob.close_code === 4401);
  });
});

test("CV20 a node that has not met a device asks once for the base of its token", async () => {
  await acrossNodes(async ({ cluster, alice }) => {
    const { accounts, conversations } = cluster.store;
    const [now, me] = [Date.now(), alice.account_id];
    for (let index = 0; index < 250; index++) {
      const conversation_id = newId<ConversationId>("conversation", systemRandom);
      const members = [{ account_id: me, address: null, name: "Alice", picture: null }];
      const group = { kind: "group", title: `group ${index}`, settings: DEFAULT_SETTINGS } as const;
      await conversations.createGroup({ conversation_id, ...group, members, now });
      const listing = {
        type: "conversation",
        kind: "group",
        title: "",
        opened_by_me: true,
        state: "active",
        invited_by: null,
        at: now,
      } as const;
      await accounts.list(me, { ...listing, conversation_id });
    }
    let base: string | undefined;
    let page = await alice.call("sync/pull", {});
    for (base = page.base; page.more; base = page.base ?? base) {
      page = await alice.call("sync/pull", { token: page.token });
    }
    const { token } = page;
    expect(await alice.call("sync/pull", { token })).toMatchObject({ conversations: [] });
    const elsewhere = await cluster.moved(alice, 1);
    const asked = elsewhere.call("sync/pull", { token });
    await expect(asked).rejects.toMatchObject({ code: "base_required" });
    expect(await elsewhere.call("sync/pull", { token, base: base! })).toMatchObject({ conversations: [] });
    expect(await elsewhere.call("sync/pull", { token })).toMatchObject({ conversations: [] });

    const app = createClient({ url: cluster.urls[0]! });
    await app.start();
    const code = await requestCode(cluster.urls[0]!, PEOPLE.alice.number, cluster.urls);
    await app.checkVerification({ ...code, device_name: "app" });
    await until("all of them", () => app.conversations.length === 251);
    await app.stop();
  });
});

test("AC14 a ticket opens one socket in the whole service", async () => {
  await acrossNodes(async ({ cluster, bob }) => {
    const { ticket } = await bob.post("session/ticket", {});
    const sockets = [0, 1, 0, 1].map((node) => new Device(cluster.urls[node]!, bob));
    const hellos = await Promise.allSettled(
      sockets.map(async (device) => {
        await device.open();
        await device.call("session/hello", { ticket, version: 1, capabilities: [] });
      }),
    );
    expect(hellos.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const device of sockets) device.disconnect();
  });
});

test("GW8 pieces of one upload that come in at two nodes at once become the blob its hash says", async () => {
  await acrossNodes(async ({ cluster, bob }) => {
    const twin = await cluster.moved(bob, 0);
    const bytes = Uint8Array.from({ length: 40_000 }, (_, index) => index * 7);
    const sha256 = createHash("sha256").update(bytes).digest("base64url");
    const { upload_id } = await bob.post("media/start", { sha256, size: bytes.length });
    const bringAll = async (device: Device) => {
      for (;;) {
        const { received, blob_id } = await device.post("media/start", { sha256, size: bytes.length });
        if (blob_id) return blob_id;
        await device.fetch(`/v1/media/uploads/${upload_id}`, {
          method: "PATCH",
          headers: { "upload-offset": String(received) },
          body: bytes.slice(received, received + 10_000),
        });
      }
    };
    const blob_ids = await Promise.all([bringAll(bob), bringAll(twin)]);
    expect(blob_ids).toEqual([`blb_${sha256}`, `blb_${sha256}`]);
    const kept = await twin.fetch(`/v1/media/me/blb_${sha256}`);
    expect(new Uint8Array(await kept.arrayBuffer())).toEqual(bytes);
  });
});

test("D14 three nodes send the SMS of a code once", async () => {
  const cluster = await startTestCluster({ nodes: 3 });
  try {
    for (const { number } of Object.values(PEOPLE)) await requestCode(cluster.urls[0]!, number, cluster.urls);
    const sent = await Promise.all(Object.values(PEOPLE).map(({ number }) => smsTo(cluster.urls, number)));
    expect(sent.map((messages) => messages.length)).toEqual(sent.map(() => 1));
  } finally {
    await cluster.close();
  }
});

test("D14 what a node took up and died with is done by another when its lease has ended", async () => {
  const clock = new VirtualClock();
  await acrossNodes(
    async ({ cluster, alice }) => {
      const { outbox } = cluster.store;
      const claim = outbox.claim.bind(outbox);
      outbox.claim = async () => []; // the living nodes look away while a dying one takes everything
      const { conversation_id } = await alice.post("conversation/open", {
        address: `tel:${PEOPLE.carol.number}`,
      });
      expect((await claim(100, clock.now(), 30_000)).length).toBeGreaterThan(0);
      outbox.claim = claim;
      const carol = await cluster.device("carol", 1);
      const listed = async () => (await carol.post("sync/pull", {})).conversations;
      expect(await listed()).toEqual([]);
      await until("the conversation on Carol's list", async () => {
        clock.advance(1_000);
        return (await listed())[0]?.conversation_id === conversation_id;
      });
    },
    { overrides: { clock } },
  );
});
