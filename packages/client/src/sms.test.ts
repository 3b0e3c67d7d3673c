import { expect, test } from "bun:test";
import type { AccountChange, ConversationId, Entry, SmsProgress } from "@feiliao/protocol";
import type { SmsRate } from "./sms-types.ts";
import { HandPumped, HELLO } from "./testing/hand-pumped.ts";
import { ME, PEER } from "./testing/log-server.ts";
import { testMember } from "./testing/member.ts";
import { settled } from "./testing/virtual-clock.ts";
import type { FeiliaoClient } from "./types.ts";

const ID: ConversationId = "con_a";
const FIVE = { fen_max: 5, at_night: "now" } as const;
const TEN = { fen_max: 10, at_night: "wait" } as const;

const RATE: SmsRate = {
  recipients: [
    {
      ...{ account_id: PEER, carrier: "china_telecom", refused: null, before: "【飞聊】Alice：", after: "" },
      ...{ gsm7: false, fen_per_unit: 5, quiet_until: null },
    },
  ],
  available: true,
  usage: { day: 3, day_max: 100, month: 41, month_max: 1_000, fen_month: 205 },
  shortened: "[语音 0:07] https://chat.example.org/s#q83vEjRWeJCrze8SNFZ4kA",
};

function progress(state: SmsProgress["state"], more: Partial<SmsProgress> = {}): SmsProgress {
  return {
    ...{ kind: "message", state, reason: null, carrier: "china_telecom", units: 1, fen: 5 },
    ...{ due_at: null, at: 1, ...more },
  };
}

function told(position: number, seq: number, became: SmsProgress): AccountChange {
  return { type: "sms", position, conversation_id: ID, seq, to: PEER, progress: became };
}

/** What somebody has written before. */
const FIRST: Entry = {
  ...{ seq: 1, sender: PEER, device_id: "dev_1", client_id: "c1", server_time: 1, enc: 0 },
  content: { type: "text", text: "hi", via: "sms" },
};

const LISTED: AccountChange = {
  ...{ type: "conversation", position: 1, conversation_id: ID, kind: "direct", title: null },
  ...{ opened_by_me: true, state: "active", invited_by: null, at: 1 },
};

const ack = (seq: number) => ({ epoch: 1, seq, server_time: seq });

/** A client with a conversation of one message. */
async function online() {
  const pumped = await HandPumped.start();
  await settled();
  const { client, end } = pumped;
  await end.answer(end.take("session/hello"), HELLO);
  const conversation = { conversation_id: ID, epoch: 1, last_seq: 1, reset: true, entries: [FIRST] };
  await end.answer(end.take("sync/pull"), {
    ...{ token: "t", more: false, account_reset: true, account: [LISTED] },
    conversations: [{ ...conversation, members: [testMember(ME), testMember(PEER)] }],
  });
  return { pumped, client, end };
}

const own = (client: FeiliaoClient) => client.timeline(ID).messages.filter(({ mine }) => mine);

test("SM1: the price that was seen goes with the message, also after a restart", async () => {
  const { pumped, client, end } = await online();
  await end.close();
  await client.sendText(ID, "hello", { sms: FIVE });
  expect(own(client)).toMatchObject([{ sms: [], state: "queued" }]);
  await client.stop();
  await client.start();
  const send = (await pumped.greet()).take("message/send");
  expect(send.input).toMatchObject({ content: { type: "text", text: "hello" }, sms: FIVE });
  expect(send.input.content).not.toHaveProperty("sms");
  await pumped.end.answer(send, ack(2));
  expect(own(client)).toMatchObject([{ seq: 2, sms: [], state: "sent" }]);
  await client.stop();
});

test("SM2: one that costs more by then waits for another word, and those behind it go on", async () => {
  const { client, end } = await online();
  const key = await client.sendText(ID, "dear", { sms: FIVE });
  await client.sendText(ID, "free");
  await settled();
  await end.refuse(end.take("message/send"), { code: "sms_price", fen: 10 });
  expect(own(client)).toMatchObject([
    { key, state: "failed", failure: "sms_price", price_now: 10 },
    { content: { text: "free" } },
  ]);
  await end.answer(end.take("message/send"), ack(2));
  await client.sms.agree(key, TEN);
  await settled();
  const again = end.take("message/send");
  expect(again.input).toMatchObject({ client_id: key, sms: TEN });
  await end.refuse(again, { code: "sms_unavailable", reason: "opted_out" });
  await client.sms.agree(key, null);
  await settled();
  const plain = end.take("message/send");
  expect(plain.input.client_id).toBe(key);
  expect(plain.input).not.toHaveProperty("sms");
  await end.answer(plain, ack(3));
  expect(own(client).at(-1)).not.toHaveProperty("sms");
  await client.stop();
});

test("SM3: what became of a message as SMS is what the account's log tells, whenever it tells it", async () => {
  const { pumped, client, end } = await online();
  await client.sendText(ID, "hello", { sms: FIVE });
  await settled();
  const send = end.take("message/send");
  await end.push({ event: "account", change: told(2, 2, progress("queued")) });
  await end.answer(send, ack(2));
  const shown = () => own(client)[0]?.sms;
  expect(shown()).toMatchObject([{ to: PEER, progress: { state: "queued" } }]);
  const timeline = client.timeline(ID);
  const before = timeline.messages[1];
  await end.push({ event: "account", change: told(3, 2, progress("delivered")) });
  expect(timeline.messages[1]).not.toBe(before);
  expect(shown()).toMatchObject([{ to: PEER, progress: { state: "delivered" } }]);
  await client.stop();
  await pumped.client.start();
  expect(shown()).toMatchObject([{ to: PEER, progress: { state: "delivered" } }]);
  await client.stop();
});

test("SM3: an account's log that is told anew forgets what it does not repeat", async () => {
  const pumped = await HandPumped.start();
  const { client } = pumped;
  await settled();
  const { end } = pumped;
  await end.answer(end.take("session/hello"), HELLO);
  const page = { token: "t", more: false, account_reset: false, conversations: [] };
  const rule = { mode: "full", after_s: 60, unless: "read" } as const;
  await end.answer(end.take("sync/pull"), {
    ...page,
    account: [{ type: "fallback", position: 1, address: "tel:+8618600138000", rule }],
  });
  expect(client.sms.fallback("tel:+8618600138000")).toEqual(rule);
  await end.close();
  await pumped.clock.pass(1_000);
  await pumped.end.answer(pumped.end.take("session/hello"), HELLO);
  await pumped.end.answer(pumped.end.take("sync/pull"), { ...page, account_reset: true, account: [] });
  expect(client.sms.fallback("tel:+8618600138000")).toBe(null);
  await client.stop();
  await client.start();
  expect(client.sms.fallback("tel:+8618600138000")).toBe(null);
  await client.stop();
});

test("SM4: a voice message whose price has risen while it was spoken is sent, and not as SMS", async () => {
  const { client, end } = await online();
  const talk = client.startTalk(ID, { sms: FIVE });
  talk.push(new Uint8Array(20));
  await settled();
  await end.answer(end.take("talk/start"), { ...ack(2), talk_id: "tlk_a", next_packet: 0 });
  talk.finish([]);
  await settled();
  const first = end.take("talk/end");
  expect(first.input.sms).toEqual(FIVE);
  expect(own(client)).toMatchObject([{ sms: [] }]);
  await end.refuse(first, { code: "sms_price", fen: 10 });
  const again = end.take("talk/end");
  expect(again.input).not.toHaveProperty("sms");
  await end.answer(again, ack(3));
  expect(own(client)).toHaveLength(1);
  expect(own(client)[0]).not.toHaveProperty("sms");
  await client.stop();
});

test("SM5: prices are at hand without a network, as the server last told them", async () => {
  const { client, end } = await online();
  expect(client.sms.rate(ID)).toBe(null);
  const asked = client.sms.askRate(ID);
  await settled();
  await end.answer(end.take("sms/rate"), RATE);
  expect(await asked).toEqual(RATE);
  await client.stop();
  await client.start();
  expect(client.sms.rate(ID)).toEqual(RATE);
  await client.stop();
});
