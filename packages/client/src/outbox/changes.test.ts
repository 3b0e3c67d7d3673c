import { expect, test } from "bun:test";
import type { AccountChange, ConversationId, Entry, EntryContent } from "@feiliao/protocol";
import { HandPumped, HELLO } from "../testing/hand-pumped.ts";
import { ME, PEER } from "../testing/log-server.ts";
import { testMember } from "../testing/member.ts";
import { settled } from "../testing/virtual-clock.ts";
import type { ClientEvent, MessageView } from "../types.ts";

const ID: ConversationId = "con_a";

function ack(seq: number) {
  return { epoch: 1, seq, server_time: seq };
}

function entry(seq: number, sender: typeof ME, content: EntryContent): Entry {
  return { seq, sender, device_id: "dev_1", client_id: `c${seq}`, server_time: seq, enc: 0, content };
}

const WRITTEN = [
  entry(1, ME, { type: "text", text: "mine" }),
  entry(2, PEER, { type: "text", text: "theirs" }),
];

const LISTED: AccountChange = {
  ...{ type: "conversation", position: 1, conversation_id: ID, kind: "direct", title: null },
  ...{ opened_by_me: false, state: "active", invited_by: null, at: 1 },
};

/** A client that has a conversation of two messages. */
async function withMessages(entries: readonly Entry[] = WRITTEN) {
  const pumped = await HandPumped.start();
  await settled();
  const { end } = pumped;
  await end.answer(end.take("session/hello"), HELLO);
  await end.answer(end.take("sync/pull"), {
    ...{ token: "t", more: false, account_reset: true, account: [LISTED] },
    conversations: [
      {
        ...{ conversation_id: ID, epoch: 1, last_seq: entries.length, reset: true, entries: [...entries] },
        members: [testMember(ME), testMember(PEER)],
      },
    ],
  });
  const timeline = pumped.client.timeline(ID);
  const shown = (seq: number) => timeline.messages.find((message) => message.seq === seq)!;
  return { pumped, client: pumped.client, end, timeline, shown };
}

test("CH1 OB1: a reaction shows at once, is sent in its place, and stays when it is acknowledged", async () => {
  const { client, end, shown } = await withMessages();
  await client.sendText(ID, "before");
  await client.messages.react(shown(2), "👍");
  expect(shown(2).reactions).toEqual([{ emoji: "👍", accounts: [ME] }]);
  await settled();
  expect(end.has("message/change")).toBe(false);
  await end.answer(end.take("message/send"), ack(3));
  const change = end.take("message/change");
  expect(change.input).toMatchObject({
    change: { type: "reaction", target: 2, emoji: "👍" },
    device_seq: 2,
  });
  await end.answer(change, ack(4));
  expect(shown(2).reactions).toEqual([{ emoji: "👍", accounts: [ME] }]);
  await client.stop();
});

test("CH2: a change that is refused is undone and told of, and those behind it go on", async () => {
  const { client, end, shown } = await withMessages();
  const refusals: ClientEvent[] = [];
  client.on((event) => event.type === "change_refused" && refusals.push(event));
  await client.messages.recall(shown(1));
  expect(shown(1).content).toEqual({ type: "recalled", by: ME });
  await client.sendText(ID, "after");
  await settled();
  await end.refuse(end.take("message/change"), { code: "too_late" });
  expect(shown(1).content).toMatchObject({ type: "text", text: "mine" });
  expect(refusals).toEqual([
    { type: "change_refused", conversation_id: ID, change: "recall", reason: "too_late" },
  ]);
  expect(end.take("message/send").input).toMatchObject({ device_seq: 1 });
  await client.stop();
});

test("CH3: a message that waits is edited at once, and its edit is sent after it with its seq", async () => {
  const { client, end, timeline, shown } = await withMessages();
  await client.sendText(ID, "wrod");
  await client.messages.edit(timeline.messages.at(-1)!, "word");
  expect(timeline.messages.at(-1)).toMatchObject({ seq: null, content: { text: "word" } });
  await settled();
  await end.answer(end.take("message/send"), ack(3));
  expect(shown(3)).toMatchObject({ content: { text: "word" } });
  const edit = end.take("message/change");
  expect(edit.input).toMatchObject({ change: { type: "edit", target: 3, text: "word" }, device_seq: 2 });
  await end.answer(edit, ack(4));
  expect(shown(3)).toMatchObject({ content: { text: "word" }, edited_at: 4 });
  await client.stop();
});

test("CH3: the edit of a message that was discarded goes with it", async () => {
  const { client, end, timeline } = await withMessages();
  end.close();
  const key = await client.sendText(ID, "wrod");
  await client.messages.edit(timeline.messages.at(-1)!, "word");
  await client.messages.recall(timeline.messages.at(-1)!);
  expect(timeline.messages.map((message) => message.key)).not.toContain(key);
  await client.stop();
});

test("CH5: what is deleted for oneself is gone at once, also offline and after a restart, and counts no more", async () => {
  const { pumped, client, end, timeline, shown } = await withMessages();
  await end.close();
  await client.messages.hide([shown(2)]);
  expect(timeline.messages.map(({ seq }) => seq)).toEqual([1]);
  expect(client.conversation(ID)).toMatchObject({ unread: 0, last: { seq: 1 } });
  await client.stop();
  await client.start();
  expect(client.timeline(ID).messages.map(({ seq }: MessageView) => seq)).toEqual([1]);
  const again = await pumped.greet();
  const hide = again.take("message/hide");
  expect(hide.input).toEqual({ conversation_id: ID, seqs: [2] });
  await again.answer(hide, {});
  expect(client.timeline(ID).messages.map(({ seq }) => seq)).toEqual([1]);
  await client.stop();
});

test("CH5: a conversation that is cleared stays on the list, empty and complete", async () => {
  const { client, end, timeline } = await withMessages();
  await client.messages.clear(ID);
  await settled();
  await end.answer(end.take("conversation/clear"), {});
  expect(timeline.messages).toEqual([]);
  expect(timeline.complete).toBe(true);
  expect(await timeline.loadOlder()).toBe(false);
  await end.push({
    event: "entry",
    conversation_id: ID,
    epoch: 1,
    entry: entry(3, PEER, { type: "text", text: "new" }),
  });
  expect(timeline.messages.map(({ seq }) => seq)).toEqual([3]);
  await client.stop();
});

test("CH6: a message that disappears goes from the screen and from the cache when its time has come", async () => {
  const now = new HandPumped().clock.now();
  const secret = entry(1, PEER, { type: "text", text: "secret", expires_in_s: 60 });
  const { pumped, client, timeline } = await withMessages([{ ...secret, server_time: now }]);
  expect(timeline.messages[0]?.expires_at).toBe(now + 60_000);
  await pumped.clock.pass(59_000);
  expect(timeline.messages).toHaveLength(1);
  await pumped.clock.pass(1_000);
  expect(timeline.messages).toEqual([]);
  expect(JSON.stringify(await pumped.cache.all("entries"))).not.toContain("secret");
  await client.stop();
});

test("CH6: one's own message disappears as its answer says", async () => {
  const { pumped, client, end, timeline } = await withMessages([]);
  await client.sendText(ID, "secret");
  await settled();
  const server_time = pumped.clock.now();
  await end.answer(end.take("message/send"), { epoch: 1, seq: 1, server_time, expires_in_s: 60 });
  expect(timeline.messages[0]?.expires_at).toBe(server_time + 60_000);
  await pumped.clock.pass(60_000);
  expect(timeline.messages).toEqual([]);
  await client.stop();
});

test("CH6: what disappeared while the device was off is gone before anything is shown", async () => {
  const now = new HandPumped().clock.now();
  const secret = entry(1, PEER, { type: "text", text: "secret", expires_in_s: 60 });
  const { pumped, client } = await withMessages([{ ...secret, server_time: now }]);
  await client.stop();
  await pumped.clock.pass(60_000);
  await client.start();
  expect(client.timeline(ID).messages).toEqual([]);
  expect(JSON.stringify(await pumped.cache.all("entries"))).not.toContain("secret");
  await client.stop();
});

test("CH7: what a message answers is found on the device, at the server, or said to be gone", async () => {
  const { client, end, timeline } = await withMessages();
  await client.messages.hide([timeline.messages[1]!]);
  expect(await client.messages.quoted(ID, 1)).toMatchObject({ state: "there", message: { seq: 1 } });
  expect(await client.messages.quoted(ID, 2)).toEqual({ state: "gone" });
  await settled();
  await end.answer(end.take("message/hide"), {});
  const asked = client.messages.quoted(ID, 9);
  await settled();
  await end.answer(end.take("conversation/read"), { epoch: 1, last_seq: 2, entries: [] });
  expect(await asked).toEqual({ state: "gone" });
  await end.close();
  await client.stop();
});
