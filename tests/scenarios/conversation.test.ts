import { expect, test } from "bun:test";
import type { ConversationId, Entry } from "@feiliao/protocol";
import type { Position } from "@feiliao/server/store/conversation-store";
import { converse, Device, PEOPLE, signUp, story, until } from "@feiliao/testkit";

const text = (words: string) => ({ type: "text" as const, text: words });

test("CV1 CV6 a message reaches every device of both people, but the one that wrote it, once", async () => {
  await story({ alice: 2, bob: 2 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    const [phone, pc] = alice.devices;
    const ack = await phone!.call("message/send", {
      conversation_id,
      client_id: "k1",
      content: text("你好"),
    });
    expect(ack).toMatchObject({ epoch: 1, seq: 1 });
    for (const device of [pc!, ...bob.devices]) {
      const { entry } = await device.event("entry");
      expect(entry).toMatchObject({ seq: 1, sender: phone!.account_id, content: text("你好"), enc: 0 });
    }
    await phone!.call("message/send", { conversation_id, client_id: "k2", content: text("再见") });
    await until("the second entry everywhere", () =>
      [pc!, ...bob.devices].every((device) => device.entries.map((entry) => entry.seq).join() === "1,2"),
    );
    expect(phone!.entries).toEqual([]);
  });
});

test("CV2 CV3 a repeated send is answered as the first time, from another device and after a restart", async () => {
  await story({ alice: 2, bob: 1 }, async ({ alice, bob, server }) => {
    const conversation_id = await converse(alice, bob);
    const send = { conversation_id, client_id: "once", content: text("hello") };
    const first = await alice.device.call("message/send", send);
    expect(await alice.devices[1]!.call("message/send", send)).toEqual(first);
    expect(await alice.device.post("message/send", send)).toEqual(first);
    await server.restart();
    expect(await alice.device.post("message/send", send)).toEqual(first);
    const other = alice.device.post("message/send", { ...send, content: text("other") });
    await expect(other).rejects.toMatchObject({ code: "idempotency_conflict" });
    const { last_seq } = await alice.device.post("conversation/read", { conversation_id });
    expect(last_seq).toBe(1);
  });
});

test("CV2 D2 a key that would not come back from the disk as it was is refused", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    for (const client_id of ["half of a pair \ud83d", "\udc4b", "a\u0000b"]) {
      const sent = alice.device.post("message/send", { conversation_id, client_id, content: text("hello") });
      await expect(sent).rejects.toMatchObject({ code: "bad_request" });
    }
    const whole = { conversation_id, client_id: "a pair 👋", content: text("hello") };
    expect(await alice.device.post("message/send", whole)).toMatchObject({ seq: 1 });
  });
});

test("CV4 many senders at once fill one log without a gap", async () => {
  await story({ alice: 2, bob: 2 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    const devices = [...alice.devices, ...bob.devices];
    const sends = devices.flatMap((device, who) =>
      Array.from({ length: 50 }, (_, index) =>
        device.call("message/send", {
          conversation_id,
          client_id: `${who}-${index}`,
          content: text(`${who} ${index}`),
        }),
      ),
    );
    const seqs = (await Promise.all(sends)).map((ack) => ack.seq).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    const entries = await readAll(alice.device, conversation_id);
    expect(entries.map((entry) => entry.seq)).toEqual(seqs);
  });
});

test("CV5 sends of one device land in its order; one that is early names the number that is due", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    const send = (device_seq: number) =>
      alice.device.call("message/send", {
        conversation_id,
        client_id: `k${device_seq}`,
        content: text(`${device_seq}`),
        device_seq,
      });
    await send(1);
    await expect(send(3)).rejects.toMatchObject({ code: "out_of_order", details: { expected: 2 } });
    await send(2);
    await send(3);
    expect((await send(2)).seq).toBe(2);
    const entries = await readAll(alice.device, conversation_id);
    expect(entries.map((entry) => entry.client_id)).toEqual(["k1", "k2", "k3"]);
  });
});

test("CV7 both people, opening at once, get the one conversation", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const opened = await Promise.all([converse(alice, bob), converse(bob, alice), converse(alice, bob)]);
    expect(new Set(opened).size).toBe(1);
  });
});

test("CV8 a number nobody has signed up with is answered alike, and its owner finds what was written", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
    const known = await alice.device.post("conversation/open", { address: bob.address });
    const unknown = await alice.device.post("conversation/open", { address: `tel:${PEOPLE.carol.number}` });
    expect(Object.keys(unknown)).toEqual(Object.keys(known));
    const view = async (id: ConversationId) => {
      const page = await alice.device.post("sync/pull", {});
      const [peer] = page.conversations
        .find((change) => change.conversation_id === id)!
        .members.filter((member) => member.account_id !== alice.device.account_id);
      return { ...peer, account_id: null, address: null };
    };
    expect(await view(unknown.conversation_id)).toEqual(await view(known.conversation_id));
    const { conversation_id } = unknown;
    await alice.device.call("message/send", {
      conversation_id,
      client_id: "k1",
      content: text("Carol, 在吗?"),
    });
    const carol = await new Device(
      server.url,
      await signUp(server.url, PEOPLE.carol.number, "phone"),
    ).connect();
    const page = await carol.call("sync/pull", {});
    expect(page.conversations[0]).toMatchObject({
      conversation_id,
      entries: [{ content: text("Carol, 在吗?") }],
    });
    carol.disconnect();
  });
});

test("CV9 GW5 conversations of others and conversations that do not exist answer alike", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const foreign = await converse(alice, bob);
    const missing: ConversationId = `con_${"A".repeat(22)}`;
    const answers = async (conversation_id: ConversationId) =>
      Promise.all([
        failure(carol.device.call("conversation/read", { conversation_id })),
        failure(carol.device.call("message/send", { conversation_id, client_id: "k", content: text("hi") })),
        failure(carol.device.call("receipt/advance", { conversation_id, read: 1 })),
        failure(carol.device.call("conversation/attend", { conversation_id })),
        failure(carol.device.call("conversation/typing", { conversation_id, typing: true })),
        failure(carol.device.call("talk/start", { conversation_id, client_id: "t", handle: 1 })),
      ]);
    const refusals = await answers(foreign);
    expect(refusals).toEqual(await answers(missing));
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: "not_found" });
  });
});

test("CV10 CV11 watermarks grow only, never past the end, and reach the others", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    for (const key of ["a", "b", "c"]) {
      await alice.device.call("message/send", { conversation_id, client_id: key, content: text(key) });
    }
    const advance = (marks: { delivered?: number; read?: number; heard?: number }) =>
      bob.device.call("receipt/advance", { conversation_id, ...marks });
    expect(await advance({ delivered: 2 })).toEqual({ delivered: 2, read: 0, heard: 0 });
    expect(await advance({ read: 9 })).toEqual({ delivered: 3, read: 3, heard: 0 });
    expect(await advance({ read: 1, delivered: 1 })).toEqual({ delivered: 3, read: 3, heard: 0 });
    expect(await advance({ heard: 1 })).toEqual({ delivered: 3, read: 3, heard: 1 });
    const { members } = await alice.device.event("members", (event) => event.members[0]?.read === 3);
    expect(members[0]).toMatchObject({ account_id: bob.device.account_id, delivered: 3 });
  });
});

test("CV12 CV15 a token gives exactly what came after it, in pages", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    const { token } = await bob.device.post("sync/pull", {});
    const sends = Array.from({ length: 1_200 }, (_, index) =>
      alice.device.call("message/send", {
        conversation_id,
        client_id: `k${index}`,
        content: text(`${index}`),
      }),
    );
    await Promise.all(sends);
    const received: number[] = [];
    let page = await bob.device.post("sync/pull", { token });
    expect(page.more).toBe(true);
    for (;;) {
      for (const change of page.conversations) received.push(...change.entries.map((entry) => entry.seq));
      if (!page.more) break;
      page = await bob.device.post("sync/pull", { token: page.token });
    }
    expect(received).toEqual(Array.from({ length: 1_200 }, (_, index) => index + 1));
    const empty = await bob.device.post("sync/pull", { token: page.token });
    expect(empty).toMatchObject({ more: false, account: [], conversations: [] });
  });
});

test("D7 from the answer to its hello on, a socket is pushed to: nothing falls between that and the first pull", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    for (let round = 1; round <= 10; round++) {
      bob.device.disconnect();
      await bob.device.connect();
      const page = await bob.device.call("sync/pull", {});
      expect(page.conversations[0]!.last_seq).toBe(round - 1);
      await alice.device.call("message/send", {
        conversation_id,
        client_id: `${round}`,
        content: text("hi"),
      });
      await bob.device.event("entry", ({ entry }) => entry.seq === round);
    }
  });
});

test("CV13 somebody else's token, or a tampered one, gives what no token gives", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    await alice.device.call("message/send", { conversation_id, client_id: "k", content: text("k") });
    const fresh = await bob.device.post("sync/pull", {});
    const alices = await alice.device.post("sync/pull", {});
    for (const token of [alices.token, `x${fresh.token}`, "nonsense", "a.b"]) {
      const page = await bob.device.post("sync/pull", { token });
      expect({ ...page, token: null }).toEqual({ ...fresh, token: null });
    }
  });
});

test("CV14 a database that went back in time is noticed, and the conversation starts anew", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
    const conversation_id = await converse(alice, bob);
    await alice.device.call("message/send", { conversation_id, client_id: "kept", content: text("kept") });
    const { token } = await alice.device.post("sync/pull", {});
    const ahead = await tokenAhead(server.data_folder, alice.device.account_id, token, conversation_id);
    const page = await alice.device.post("sync/pull", { token: ahead });
    expect(page.conversations[0]).toMatchObject({ reset: true, entries: [{ content: text("kept") }] });
  });
});

test("CV16 a name is seen by who was written to, and by the other side after an answer", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    const nameSeen = async (by: Device, of: Device) => {
      const page = await by.post("sync/pull", {});
      return page.conversations[0]!.members.find((member) => member.account_id === of.account_id)!.name;
    };
    expect(await nameSeen(bob.device, alice.device)).toBe(alice.name);
    expect(await nameSeen(alice.device, bob.device)).toBeNull();
    await bob.device.call("message/send", { conversation_id, client_id: "k", content: text("是我") });
    expect(await nameSeen(alice.device, bob.device)).toBe(bob.name);
  });
});

test("CV18 typing reaches who attends the conversation, and nobody else", async () => {
  await story({ alice: 2, bob: 2 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    await bob.device.call("conversation/attend", { conversation_id });
    await alice.devices[1]!.call("conversation/attend", { conversation_id });
    await alice.device.call("conversation/typing", { conversation_id, typing: true });
    const event = await bob.device.event("typing");
    expect(event).toEqual({
      event: "typing",
      conversation_id,
      account_id: alice.device.account_id,
      typing: true,
    });
    // Whatever was to reach the others has been sent before this answer is.
    for (const other of [alice.device, alice.devices[1]!, bob.devices[1]!]) {
      await other.call("profile/get", {});
      expect(other.events.filter(({ event: kind }) => kind === "typing")).toEqual([]);
    }
    await bob.device.call("conversation/attend", { conversation_id: await converse(bob, bob) });
    await alice.device.call("conversation/typing", { conversation_id, typing: false });
    await bob.device.call("profile/get", {});
    expect(bob.device.events.filter(({ event: kind }) => kind === "typing")).toHaveLength(1);
  });
});

async function readAll(device: Device, conversation_id: ConversationId): Promise<Entry[]> {
  const all: Entry[] = [];
  for (;;) {
    const after_seq = all.at(-1)?.seq ?? 0;
    const { entries } = await device.post("conversation/read", { conversation_id, after_seq, limit: 200 });
    if (entries.length === 0) return all;
    all.push(...entries);
  }
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => "no failure",
    ({ code, message, details }) => ({ code, message, details }),
  );
}

/** The token that the server itself would have given, had the log been one entry longer. */
async function tokenAhead(
  data_folder: string,
  account_id: string,
  token: string,
  conversation_id: ConversationId,
): Promise<string> {
  const { loadSecret } = await import("@feiliao/server/platform/secret");
  const { NO_BASE, openSyncToken, sealSyncToken } = await import("@feiliao/server/conversation/sync-token");
  const { PositionVector } = await import("@feiliao/server/conversation/position-vector");
  const { systemRandom } = await import("@feiliao/server/platform/random");
  const secret = loadSecret(`${data_folder}/secret`, systemRandom);
  const state = openSyncToken(secret, account_id, token)!;
  const [[, position]] = [...state.positions.among([conversation_id], state.epoch)] as [[string, Position]];
  const further = new Map([[conversation_id, { ...position, seq: position.seq + 1 }]]);
  const positions = PositionVector.of([conversation_id], further);
  return sealSyncToken(secret, account_id, { ...state, positions }, NO_BASE);
}
