import { expect, test } from "bun:test";
import type { Call, CallInput, ConversationId } from "@feiliao/protocol";
import { HandPumped, HELLO } from "../testing/hand-pumped.ts";
import { settled } from "../testing/virtual-clock.ts";

const ID: ConversationId = "con_a";

type Send = Call<"message/send"> & { input: CallInput<"message/send"> };

function ack(seq: number) {
  return { epoch: 1, seq, server_time: seq };
}

/** What was said and with which number. */
function said({ input }: Send) {
  return { ...(input.content.type === "text" && { text: input.content.text }), number: input.device_seq };
}

async function online() {
  const pumped = await HandPumped.start();
  const end = await pumped.greet();
  return { pumped, client: pumped.client, end };
}

test("OB1: one message of a conversation is on its way at a time, numbered in the order of composing", async () => {
  const { client, end } = await online();
  for (const text of ["a", "b", "c"]) await client.sendText(ID, text);
  await settled();
  for (const [index, text] of ["a", "b", "c"].entries()) {
    const send = end.take("message/send");
    expect(said(send)).toEqual({ text, number: index + 1 });
    expect(end.has("message/send")).toBe(false);
    await end.answer(send, ack(index + 1));
  }
  await client.stop();
});

test("OB2: a message whose answer is lost is sent again with the same key and number, before those behind it", async () => {
  const { pumped, client, end } = await online();
  await client.sendText(ID, "a");
  await client.sendText(ID, "b");
  await settled();
  const lost = end.take("message/send");
  await end.close();
  await pumped.clock.pass(1_000);
  const again = (await pumped.greet()).take("message/send");
  expect(again.input).toEqual(lost.input);
  await pumped.end.answer(again, ack(1));
  expect(said(pumped.end.take("message/send"))).toEqual({ text: "b", number: 2 });
  await client.stop();
});

test("OB2: a restart sends what was not acknowledged under the same keys", async () => {
  const { pumped, client, end } = await online();
  await client.sendText(ID, "a");
  await settled();
  const lost = end.take("message/send");
  await client.stop();
  await pumped.client.start();
  const again = (await pumped.greet()).take("message/send");
  expect(again.input).toEqual(lost.input);
  await pumped.client.stop();
});

test("OB4: a wrong number is replaced by the one the server expects", async () => {
  const { client, end } = await online();
  await client.sendText(ID, "a");
  await settled();
  await end.refuse(end.take("message/send"), { code: "out_of_order", expected: 8 });
  const again = end.take("message/send");
  expect(said(again)).toEqual({ text: "a", number: 8 });
  await end.answer(again, ack(1));
  await client.sendText(ID, "b");
  await settled();
  expect(said(end.take("message/send"))).toEqual({ text: "b", number: 9 });
  await client.stop();
});

test("OB3: refused for now: it and those behind it wait as long as the server says", async () => {
  const { pumped, client, end } = await online();
  await client.sendText(ID, "a");
  await settled();
  await end.refuse(end.take("message/send"), { code: "rate_limited", retry_after_s: 30 });
  await client.sendText(ID, "b");
  await pumped.clock.pass(20_000);
  expect(end.has("message/send")).toBe(false);
  await end.push({ event: "typing", conversation_id: ID, account_id: "acc_x", typing: false });
  await pumped.clock.pass(10_000);
  expect(said(end.take("message/send"))).toEqual({ text: "a", number: 1 });
  await client.stop();
});

test("OB3 D16: what waits is sent after that time, although the wall clock was set back by an hour", async () => {
  const { pumped, client, end } = await online();
  await client.sendText(ID, "a");
  await settled();
  await end.refuse(end.take("message/send"), { code: "rate_limited", retry_after_s: 3 });
  pumped.clock.setBack(3_600_000);
  await pumped.clock.pass(3_000);
  expect(said(end.take("message/send"))).toEqual({ text: "a", number: 1 });
  await client.stop();
});

test("OB3: refused for good: it says why, and those behind it take its number", async () => {
  const { client, end } = await online();
  const refused = await client.sendText(ID, "a");
  await client.sendText(ID, "b");
  await settled();
  await end.refuse(end.take("message/send"), { code: "not_found" });
  expect(said(end.take("message/send"))).toEqual({ text: "b", number: 1 });
  const [first] = client.timeline(ID).messages;
  expect(first).toMatchObject({ key: refused, state: "failed", failure: "not_found" });
  await client.stop();
});

test("OB5: a stuck message that is discarded lets the next one go at once", async () => {
  const { client, end } = await online();
  const stuck = await client.sendText(ID, "a");
  await client.sendText(ID, "b");
  await settled();
  await end.refuse(end.take("message/send"), { code: "overloaded", retry_after_s: 3_600 });
  expect(end.has("message/send")).toBe(false);
  await client.discard(stuck);
  await settled();
  expect(said(end.take("message/send"))).toEqual({ text: "b", number: 1 });
  await client.stop();
});

test("OB6: conversations do not wait for each other", async () => {
  const { client, end } = await online();
  await client.sendText("con_a", "a");
  await client.sendText("con_b", "b");
  await settled();
  expect(said(end.take("message/send"))).toEqual({ text: "a", number: 1 });
  expect(said(end.take("message/send"))).toEqual({ text: "b", number: 1 });
  await client.stop();
});

test("OB7: what the log already holds is not sent again", async () => {
  const { pumped, client, end } = await online();
  const key = await client.sendText(ID, "a");
  await settled();
  end.take("message/send");
  await end.close();
  await pumped.clock.pass(1_000);
  await settled();
  const entry = {
    seq: 1,
    sender: "acc_me",
    device_id: "dev_mine",
    client_id: key,
    server_time: 1,
    enc: 0,
  } as const;
  const content = { type: "text", text: "a" } as const;
  const conversations = [
    {
      conversation_id: ID,
      epoch: 1,
      last_seq: 1,
      reset: true,
      entries: [{ ...entry, content }],
      members: [],
    },
  ];
  await pumped.end.answer(pumped.end.take("session/hello"), HELLO);
  const page = { token: "t", more: false, account_reset: false, account: [], conversations };
  await pumped.end.answer(pumped.end.take("sync/pull"), page);
  expect(client.timeline(ID).messages).toMatchObject([{ key, seq: 1, state: "sent" }]);
  expect(await pumped.cache.all("outbox")).toEqual([]);
  await client.stop();
});

test("OB1: a cache that fails for a moment holds the outbox up for no longer", async () => {
  const { pumped, client, end } = await online();
  const { cache } = pumped;
  const all = cache.all.bind(cache);
  cache.all = () => Promise.reject(new Error("the disk is busy"));
  await client.sendText(ID, "a");
  await settled();
  expect(end.has("message/send")).toBe(false);
  cache.all = all;
  await pumped.clock.pass(1_000);
  expect(said(end.take("message/send"))).toEqual({ text: "a", number: 1 });
  await client.stop();
});

test("OB1: words show once they are kept, however long that takes", async () => {
  const { pumped, client } = await online();
  const { cache } = pumped;
  const write = cache.write.bind(cache);
  const disk = Promise.withResolvers<void>();
  cache.write = async (changes) => {
    await disk.promise;
    await write(changes);
  };
  const sent = client.sendText(ID, "a");
  await settled();
  expect(client.timeline(ID).messages).toEqual([]);
  disk.resolve();
  await sent;
  expect(client.timeline(ID).messages).toMatchObject([{ content: { text: "a" } }]);
  await client.stop();
});

test("OB7: a talk that had ended before its answers were lost is left to the log, and holds nobody up", async () => {
  const { pumped, client, end } = await online();
  const talk = client.startTalk(ID);
  talk.push(new Uint8Array(20));
  talk.finish([]);
  await client.sendText(ID, "b");
  await settled();
  await end.refuse(end.take("talk/start"), { code: "talk_ended" });
  expect(client.timeline(ID).messages).toMatchObject([{ content: { text: "b" } }]);
  expect(end.has("sync/pull")).toBe(true);
  await pumped.answerPulls();
  expect(said(end.take("message/send"))).toEqual({ text: "b", number: 1 });
  await client.stop();
});

test("OB9: what is acknowledged waits no longer when the log here begins behind it", async () => {
  const { pumped, client, end } = await online();
  await client.sendText(ID, "a");
  await settled();
  await end.answer(end.take("message/send"), ack(1));
  const later = [2, 3].map((seq) => ({
    ...{ seq, sender: "acc_peer" as const, device_id: "dev_peer" as const, client_id: `c${seq}` },
    ...{ server_time: seq, enc: 0, content: { type: "text" as const, text: String(seq) } },
  }));
  const change = { conversation_id: ID, epoch: 1, last_seq: 3, reset: true, entries: later, members: [] };
  const page = { token: "t2", more: false, account_reset: false, account: [], conversations: [change] };
  await end.answer(end.take("sync/pull"), page);
  expect(client.timeline(ID).messages.map(({ seq }) => seq)).toEqual([2, 3]);
  expect(await pumped.cache.all("outbox")).toEqual([]);
  await client.stop();
});
