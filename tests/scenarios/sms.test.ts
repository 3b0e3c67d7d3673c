import { expect, test } from "bun:test";
import type { AccountChange, ConversationId, SmsProgress } from "@feiliao/protocol";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import {
  type Cast,
  converse,
  type Device,
  Handset,
  PEOPLE,
  type Stage,
  story,
  until,
} from "@feiliao/testkit";

/** Ten in the morning in Shanghai. */
const MORNING = Date.parse("2026-03-02T10:00:00+08:00");

interface Scene extends Cast<"alice"> {
  /** Bob's phone: he has never heard of the app. */
  bob: Handset;
  conversation_id: ConversationId;
  clock: VirtualClock;
}

/** Alice has the app on two devices, Bob has a number. */
function withBob(act: (scene: Scene) => Promise<void>, settings: Stage["settings"] = {}): Promise<void> {
  const clock = new VirtualClock();
  clock.advance(MORNING - clock.now());
  return story(
    { alice: 2 },
    async (cast) => {
      const bob = new Handset(cast.server.url, PEOPLE.bob.number);
      const conversation_id = await converse(cast.alice, bob);
      await act({ ...cast, bob, conversation_id, clock });
    },
    { settings, overrides: { clock } },
  );
}

let keys = 0;
/** Writes to the conversation, agreeing to a price. */
function write(
  device: Device,
  conversation_id: ConversationId,
  text: string,
  sms: { fen_max: number; at_night?: "now" | "wait" },
) {
  const content = { type: "text", text } as const;
  return device.post("message/send", { conversation_id, client_id: `key ${keys++}`, content, sms });
}

/** What a device has been told of a message as SMS, each state once. */
function told(device: Device, seq: number): SmsProgress[] {
  const changes = device.events.flatMap((event) => (event.event === "account" ? [event.change] : []));
  return changes
    .filter((change): change is Extract<AccountChange, { type: "sms" }> => change.type === "sms")
    .filter((change) => change.seq === seq)
    .map(({ progress }) => progress);
}

function toldState(
  device: Device,
  seq: number,
  state: SmsProgress["state"],
  clock?: VirtualClock,
): Promise<SmsProgress> {
  return until(`message ${seq} is ${state}`, () => {
    clock?.advance(1_000);
    return told(device, seq).find((progress) => progress.state === state);
  });
}

test("SM1 the price is known before, and what costs more than was agreed to is not written", async () => {
  await withBob(async ({ alice, bob, conversation_id }) => {
    const rate = await alice.device.post("sms/rate", { conversation_id });
    expect(rate).toMatchObject({
      available: true,
      usage: { day: 0, day_max: 100 },
      recipients: [
        {
          carrier: "china_unicom",
          refused: null,
          fen_per_unit: 5,
          quiet_until: null,
          after: "（回复即可，退订回TD）",
        },
      ],
    });
    expect(rate.recipients[0]!.before).toBe("【飞聊】Alice 爱丽丝：");
    const dear = write(alice.device, conversation_id, "早".repeat(60), { fen_max: 5 });
    await expect(dear).rejects.toMatchObject({ code: "sms_price", details: { fen: 10 } });
    expect((await alice.device.post("conversation/read", { conversation_id })).entries).toEqual([]);
    const { seq } = await write(alice.device, conversation_id, "早".repeat(60), { fen_max: 10 });
    expect(seq).toBe(1);
    const sms = await bob.sms();
    expect(sms).toMatchObject({
      parts: 2,
      text: `【飞聊】Alice 爱丽丝：${"早".repeat(60)}（回复即可，退订回TD）`,
    });
  });
});

test("SM3 all devices of the sender see how far it has come, and the way of it", async () => {
  await withBob(async ({ alice, conversation_id, clock }) => {
    const [phone, pc] = alice.devices;
    const { seq } = await write(phone!, conversation_id, "你好", { fen_max: 5 });
    const delivered = await toldState(pc!, seq, "delivered", clock);
    expect(delivered).toMatchObject({
      kind: "message",
      carrier: "china_unicom",
      units: 1,
      fen: 5,
      reason: null,
    });
    expect((await phone!.post("sms/usage", {})).day).toBe(1);
    const { recipients } = await phone!.post("sms/info", { conversation_id, seq });
    expect(recipients[0]!.steps.map(({ state }) => state)).toEqual(["queued", "begun", "sent", "delivered"]);
  });
});

test("SI2 an answer lands in the conversation, by the number that it was sent to", async () => {
  await withBob(async ({ alice, bob, conversation_id }) => {
    await write(alice.device, conversation_id, "晚饭？", { fen_max: 5 });
    await bob.sms();
    expect(await bob.write("好，七点")).toMatchObject({ state: "sent" });
    const answer = await until("the answer", () => alice.device.entries.find(({ seq }) => seq === 2));
    expect(answer.content).toEqual({ type: "text", text: "好，七点", via: "sms" });
    expect(answer.sender).not.toBe(alice.device.account_id);
  });
});
