import { expect, test } from "bun:test";
import type { MessageChange } from "@feiliao/protocol";
import { converse, Handset, PEOPLE, signUp, until } from "@feiliao/testkit";
import { DAY_MS, HOUR_MS, pass, textsOf, told, toldState, withBob, write } from "./sms-people.ts";

test("SM1 the price is known before, and what costs more than was agreed to is not written", async () => {
  await withBob(async ({ alice, bob, conversation_id }) => {
    const rate = await alice.device.post("sms/rate", { conversation_id });
    const [recipient] = rate.recipients;
    expect(rate).toMatchObject({ available: true, usage: { day: 0, day_max: 100 } });
    expect(recipient).toMatchObject({
      carrier: "china_unicom",
      refused: null,
      fen_per_unit: 5,
      quiet_until: null,
    });
    expect([recipient!.before, recipient!.after]).toEqual([
      "【飞聊】Alice 爱丽丝：",
      "（回复即可，退订回TD）",
    ]);
    const dear = write(alice.device, conversation_id, "早".repeat(60), { fen_max: 5 });
    await expect(dear).rejects.toMatchObject({ code: "sms_price", details: { fen: 10 } });
    expect(await textsOf(alice.device, conversation_id)).toEqual([]);
    await write(alice.device, conversation_id, "早".repeat(60), { fen_max: 10 });
    const sms = await bob.sms();
    expect(sms).toMatchObject({
      parts: 2,
      text: `${recipient!.before}${"早".repeat(60)}${recipient!.after}`,
    });
  });
});

test("SM1 D2 a repeat of what is written gets its first answer, also when it would be too dear by now", async () => {
  await withBob(async ({ alice, bob, conversation_id }) => {
    const content = { type: "text", text: "你好" } as const;
    const send = (fen_max: number) =>
      alice.device.post("message/send", { conversation_id, client_id: "same", content, sms: { fen_max } });
    const ack = await send(5);
    await bob.sms();
    expect(await send(0)).toEqual(ack);
    await expect(write(alice.device, conversation_id, "你好", { fen_max: 0 })).rejects.toMatchObject({
      code: "sms_price",
    });
  });
});

test("SM2 D14 however often and by whatever it is asked for, a message is one SMS to a person", async () => {
  await withBob(async ({ alice, bob, conversation_id, clock }) => {
    await bob.set({ reports: "twice" });
    const content = { type: "text", text: "你好" } as const;
    const send = () =>
      alice.device.post("message/send", { conversation_id, client_id: "same", content, sms: { fen_max: 5 } });
    const { seq } = await send();
    await Promise.all([send(), send(), send()]);
    await toldState(alice.device, seq, "delivered", clock);
    await alice.device.post("sms/send", { conversation_id, seq, consent: { fen_max: 5 } });
    await pass(clock, HOUR_MS);
    expect(await bob.received()).toHaveLength(1);
    expect((await alice.device.post("sms/usage", {})).day).toBe(1);
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
    expect(await phone!.post("sms/usage", {})).toMatchObject({ day: 1, month: 1, fen_month: 5 });
    const { recipients } = await phone!.post("sms/info", { conversation_id, seq });
    expect(recipients[0]!.steps.map(({ state }) => state)).toEqual(["queued", "begun", "sent", "delivered"]);
    const later = await alice.addDevice();
    expect(await told(later, seq)).toMatchObject([{ state: "delivered" }]);
  });
});

test("SM3 a handset whose line is suspended fails with its reason, and one that does not exist too", async () => {
  await withBob(async ({ alice, bob, conversation_id, clock }) => {
    await bob.set({ line: "suspended" });
    const { seq } = await write(alice.device, conversation_id, "在吗");
    expect(await toldState(alice.device, seq, "failed", clock)).toMatchObject({ reason: "suspended" });
    await bob.set({ line: "cancelled" });
    const next = await write(alice.device, conversation_id, "在吗");
    expect(await toldState(alice.device, next.seq, "failed", clock)).toMatchObject({
      reason: "number_unknown",
    });
  });
});

test("SM3 D14 what the carrier does not answer for is unknown, and is never sent again", async () => {
  await withBob(async ({ alice, bob, conversation_id, clock }) => {
    await bob.set({ answers: "lost", reports: "lost" });
    const { seq } = await write(alice.device, conversation_id, "在吗");
    await toldState(alice.device, seq, "unknown", clock);
    await pass(clock, DAY_MS);
    expect(await bob.received()).toHaveLength(1);
    expect((await told(alice.device, seq)).at(-1)).toMatchObject({ state: "unknown" });
  });
});

test("SM4 SI4 who has opted out gets nothing but codes until they opt in again", async () => {
  await withBob(async ({ alice, bob, conversation_id, server }) => {
    await write(alice.device, conversation_id, "你好");
    await bob.sms();
    await bob.write(" td ");
    await bob.sms(({ text }) => text.includes("已退订"));
    const { recipients } = await alice.device.post("sms/rate", { conversation_id });
    expect(recipients).toMatchObject([{ refused: "opted_out" }]);
    const refused = write(alice.device, conversation_id, "还在吗");
    await expect(refused).rejects.toMatchObject({
      code: "sms_unavailable",
      details: { reason: "opted_out" },
    });
    await signUp(server.url, bob.number, "phone");
    await bob.write("开通");
    await bob.sms(({ text }) => text.includes("已恢复"));
    expect(await textsOf(alice.device, conversation_id)).toEqual(["你好"]);
  });
});

test("SM5 what was recalled while it waited is not sent, and what was edited is sent as it reads", async () => {
  const night = Date.parse("2026-03-02T23:00:00+08:00");
  await withBob(
    async ({ alice, bob, conversation_id, clock }) => {
      const wait = { fen_max: 100, at_night: "wait" } as const;
      const [recalled, edited] = [
        await write(alice.device, conversation_id, "算了", wait),
        await write(alice.device, conversation_id, "明天见", wait),
      ];
      const change = (client_id: string, change: MessageChange) =>
        alice.device.post("message/change", { conversation_id, client_id, change });
      await change("r", { type: "recall", target: recalled.seq });
      await change("e", { type: "edit", target: edited.seq, text: "后天见" });
      clock.advance(9 * HOUR_MS);
      await toldState(alice.device, edited.seq, "delivered", clock);
      await toldState(alice.device, recalled.seq, "cancelled", clock);
      expect((await bob.received()).map(({ text }) => text)).toEqual([expect.stringContaining("后天见")]);
    },
    { now: night },
  );
});

test("SM7 in a group, everybody without the app gets the SMS, and answers into the group", async () => {
  await withBob(async ({ alice, bob, conversation_id: direct, server, clock }) => {
    const carol = new Handset(server.url, PEOPLE.carol.number);
    const others = await Promise.all([bob, carol].map((handset) => converse(alice, handset)));
    const account_ids = await Promise.all(
      others.map(async (conversation_id) => {
        const { recipients } = await alice.device.post("sms/rate", { conversation_id });
        return recipients[0]!.account_id;
      }),
    );
    const { conversation_id } = await alice.device.post("group/create", {
      client_id: "g",
      kind: "group",
      title: "合唱团",
      account_ids,
    });
    await write(alice.device, direct, "单独的");
    const alone = await bob.sms();
    const { recipients } = await alice.device.post("sms/rate", { conversation_id });
    expect(recipients.map(({ carrier }) => carrier).sort()).toEqual(["china_telecom", "china_unicom"]);
    const { seq } = await write(alice.device, conversation_id, "周五七点", { fen_max: 10 });
    const inGroup = await bob.sms(({ text }) => text.includes("周五"));
    await carol.sms();
    expect(inGroup.from).not.toBe(alone.from);
    await carol.write("我来");
    await bob.write("我也来", inGroup.from);
    await bob.write("好的", alone.from);
    await until("the answers", async () => (await textsOf(alice.device, direct)).includes("好的"));
    expect(await textsOf(alice.device, conversation_id)).toEqual(["周五七点", "我来", "我也来"]);
    await toldState(alice.device, seq, "delivered", clock);
    const info = await alice.device.post("sms/info", { conversation_id, seq });
    expect(info.recipients).toHaveLength(2);
  });
});

test("SM8 budgets stop before they are exceeded", async () => {
  await withBob(
    async ({ alice, bob, conversation_id, clock }) => {
      await write(alice.device, conversation_id, "一");
      const two = await write(alice.device, conversation_id, "二");
      const three = await write(alice.device, conversation_id, "三");
      const states = async () =>
        (await Promise.all([two, three].map(({ seq }) => told(alice.device, seq)))).map(
          (all) => all.at(-1)?.state,
        );
      await until("one has failed", async () => {
        clock.advance(1_000);
        return (await states()).includes("failed");
      });
      await pass(clock, HOUR_MS);
      expect((await bob.received()).length).toBe(2);
      expect(await alice.device.post("sms/usage", {})).toMatchObject({ day: 2, fen_month: 10 });
    },
    { settings: { sms_day_fen_max: 20 } }, // a code to Alice for each of her devices costs too
  );
});

test("SM8 who has used up their quota is told before they write", async () => {
  await withBob(
    async ({ alice, bob, conversation_id, clock }) => {
      await write(alice.device, conversation_id, "一");
      await bob.sms();
      const refused = write(alice.device, conversation_id, "二".repeat(80));
      await expect(refused).rejects.toMatchObject({ code: "sms_unavailable", details: { reason: "quota" } });
      await write(alice.device, conversation_id, "二");
      await bob.sms(({ text }) => text.includes("二"));
      const { recipients, usage } = await alice.device.post("sms/rate", { conversation_id });
      expect([recipients[0]!.refused, usage.day]).toEqual(["quota", 2]);
      await pass(clock, DAY_MS);
      await write(alice.device, conversation_id, "三");
    },
    { settings: { sms_person_day_units_max: 2 } },
  );
});

test("SM9 at night the sender chooses: at once, or when it is eight where the handset is", async () => {
  await withBob(
    async ({ alice, bob, conversation_id, clock }) => {
      const { recipients } = await alice.device.post("sms/rate", { conversation_id });
      const morning = Date.parse("2026-03-03T08:00:00+08:00");
      expect(recipients[0]!.quiet_until).toBe(morning);
      const waits = await write(alice.device, conversation_id, "早安", { fen_max: 10, at_night: "wait" });
      expect(await toldState(alice.device, waits.seq, "queued", clock)).toMatchObject({ due_at: morning });
      await write(alice.device, conversation_id, "急", { fen_max: 10, at_night: "now" });
      expect((await bob.sms()).text).toContain("急");
      await pass(clock, morning - clock.now() - 60_000);
      expect(await bob.received()).toHaveLength(1);
      await toldState(alice.device, waits.seq, "delivered", clock);
      expect((await bob.received()).at(-1)!.text).toContain("早安");
    },
    { now: Date.parse("2026-03-02T23:30:00+08:00") },
  );
});

test("SM10 who gets the app finds the whole thread, and is sent no more SMS", async () => {
  await withBob(async ({ alice, bob, conversation_id, server }) => {
    await write(alice.device, conversation_id, "装个飞聊吧");
    await bob.sms();
    await bob.write("好");
    await signUp(server.url, bob.number, "phone");
    const { recipients } = await alice.device.post("sms/rate", { conversation_id });
    expect(recipients).toEqual([]);
    await write(alice.device, conversation_id, "欢迎");
    expect(await textsOf(alice.device, conversation_id)).toEqual(["装个飞聊吧", "好", "欢迎"]);
  });
});
