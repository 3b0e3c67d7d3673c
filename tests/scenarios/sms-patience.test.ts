import { expect, test } from "bun:test";
import type { FallbackRule } from "@feiliao/protocol";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import { type Cast, converse, Handset, story, until } from "@feiliao/testkit";
import { HOUR_MS, MINUTE_MS, pass, told, toldState } from "./sms-people.ts";

interface Scene extends Cast<"alice" | "bob"> {
  clock: VirtualClock;
  /** Bob's phone has the app and, as every phone, SMS. */
  phone: Handset;
  write(text: string): Promise<number>;
  rule(rule: FallbackRule | null): Promise<unknown>;
  notices(): Promise<string[]>;
}

/** Both have the app; Bob's devices are switched off. */
function whileBobIsAway(
  act: (scene: Scene) => Promise<void>,
  now = "2026-03-02T10:00:00+08:00",
): Promise<void> {
  const clock = new VirtualClock();
  clock.advance(Date.parse(now) - clock.now());
  return story(
    { alice: 1, bob: 2 },
    async (cast) => {
      const { alice, bob, server } = cast;
      const conversation_id = await converse(alice, bob);
      for (const device of bob.devices) device.disconnect();
      const phone = new Handset(server.url, bob.number);
      let keys = 0;
      await act({
        ...{ ...cast, clock, phone },
        async write(text) {
          const content = { type: "text", text } as const;
          const client_id = `key ${keys++}`;
          return (await alice.device.post("message/send", { conversation_id, client_id, content })).seq;
        },
        rule: (rule) => alice.device.post("contact/fallback", { address: bob.address, rule }),
        notices: async () =>
          (await phone.received()).map(({ text }) => text).filter((text) => !/\d{6}/.test(text)),
      });
    },
    { settings: { simulator_ports: null }, overrides: { clock } },
  );
}

test("SP1 who does not get a message for ten minutes is told by SMS that there is one, once in six hours", async () => {
  await whileBobIsAway(async ({ alice, clock, write, notices }) => {
    const seq = await write("到家了吗");
    const planned = await until("it is planned", async () => (await told(alice.device, seq))[0]);
    expect(planned).toMatchObject({ kind: "notice", state: "planned", due_at: clock.now() + 10 * MINUTE_MS });
    await write("？");
    await pass(clock, 9 * MINUTE_MS);
    expect(await notices()).toEqual([]);
    await toldState(alice.device, seq, "delivered", clock);
    const [notice, ...more] = await notices();
    expect(notice).toBe(
      "【飞聊】Alice 爱丽丝给你留言了（2条），请打开飞聊查看。回复本短信即可答复，退订回TD",
    );
    expect(more).toEqual([]);
    const later = await write("还在忙？");
    await toldState(alice.device, later, "planned", clock);
    await pass(clock, 5 * HOUR_MS, 100);
    expect(await notices()).toHaveLength(1);
  });
});

test("SP2 what was read on any device in the meantime needs no SMS, and stops being planned at once", async () => {
  await whileBobIsAway(async ({ alice, bob, clock, write, notices, rule }) => {
    await rule({ mode: "notice", after_s: 600, unless: "read" });
    const seq = await write("看到了吗");
    await toldState(alice.device, seq, "planned", clock);
    const [conversation] = (await bob.device.post("sync/pull", {})).conversations;
    const { conversation_id } = conversation!;
    await bob.device.post("receipt/advance", { conversation_id, delivered: seq });
    expect((await told(alice.device, seq)).at(-1)!.state).toBe("planned");
    await bob.devices[1]!.post("receipt/advance", { conversation_id, read: seq });
    await until("it is cancelled", async () => (await told(alice.device, seq)).at(-1)!.state === "cancelled");
    await pass(clock, HOUR_MS);
    expect(await notices()).toEqual([]);
  });
});

test("SP2 what came after the last message that was read is told of by itself", async () => {
  await whileBobIsAway(async ({ alice, bob, clock, write, notices, rule }) => {
    await rule({ mode: "notice", after_s: 600, unless: "read" });
    const first = await write("一");
    await toldState(alice.device, first, "planned", clock);
    const second = await write("二");
    const [conversation] = (await bob.device.post("sync/pull", {})).conversations;
    await bob.device.post("receipt/advance", { conversation_id: conversation!.conversation_id, read: first });
    await toldState(alice.device, second, "planned", clock);
    expect((await told(alice.device, first)).at(-1)!.state).toBe("cancelled");
    await toldState(alice.device, second, "delivered", clock);
    expect(await notices()).toEqual([expect.stringContaining("（1条）")]);
  });
});

test("SP3 a rule for a contact says what happens: all of it, a question, or nothing", async () => {
  await whileBobIsAway(async ({ alice, clock, write, notices, rule }) => {
    await rule({ mode: "full", after_s: 60, unless: "delivered" });
    const full = await write("钥匙在门垫下面");
    await toldState(alice.device, full, "delivered", clock);
    expect(await notices()).toEqual([expect.stringContaining("Alice 爱丽丝：钥匙在门垫下面")]);

    await rule({ mode: "ask", after_s: 60, unless: "delivered" });
    const asked = await write("要我发短信吗");
    await toldState(alice.device, asked, "asked", clock);
    expect(await notices()).toHaveLength(1);
    const [conversation] = (await alice.device.post("sync/pull", {})).conversations;
    const { conversation_id } = conversation!;
    await alice.device.post("sms/send", { conversation_id, seq: asked, consent: { fen_max: 5 } });
    await toldState(alice.device, asked, "delivered", clock);
    expect((await notices()).at(-1)).toContain("要我发短信吗");

    await rule({ mode: "never", after_s: 60, unless: "delivered" });
    const never = await write("没事");
    await pass(clock, HOUR_MS);
    expect(await told(alice.device, never)).toEqual([]);
    expect(await notices()).toHaveLength(2);
  });
});

test("SP4 nobody is woken by a notice: it waits for the morning and counts what came", async () => {
  await whileBobIsAway(async ({ alice, clock, write, notices }) => {
    const seq = await write("一");
    await toldState(alice.device, seq, "planned", clock);
    await pass(clock, HOUR_MS);
    await write("二");
    await write("三");
    expect(await notices()).toEqual([]);
    clock.advance(Date.parse("2026-03-03T08:00:00+08:00") - clock.now());
    await toldState(alice.device, seq, "delivered", clock);
    expect(await notices()).toEqual([expect.stringContaining("（3条）")]);
  }, "2026-03-02T23:00:00+08:00");
});

test("SP5 who is here gets no SMS, and is never planned one", async () => {
  await whileBobIsAway(async ({ alice, bob, clock, write, notices }) => {
    await bob.device.connect();
    const seq = await write("在吗");
    await until("bob has it", () => bob.device.entries.length > 0);
    await pass(clock, HOUR_MS);
    expect(await told(alice.device, seq)).toEqual([]);
    expect(await notices()).toEqual([]);
  });
});

test("SP6 what waits survives the end of the server", async () => {
  await whileBobIsAway(async ({ alice, clock, server, write, notices }) => {
    const seq = await write("记得带伞");
    await toldState(alice.device, seq, "planned", clock);
    await server.restart(async () => clock.advance(20 * MINUTE_MS));
    await toldState(alice.device, seq, "delivered", clock);
    expect(await notices()).toHaveLength(1);
  });
});

test("SP7 whom somebody has blocked gets them no SMS any more: neither what was planned, nor what is asked for", async () => {
  await whileBobIsAway(async ({ alice, bob, clock, rule, write, notices }) => {
    await rule({ mode: "full", after_s: 60, unless: "read" });
    const seq = await write("开门");
    await until("it is planned", async () => (await told(alice.device, seq))[0]);
    await bob.device.post("contact/block", { address: alice.address, blocked: true });
    const conversation_id = await converse(alice, bob);
    const asked = alice.device.post("sms/send", { conversation_id, seq, consent: { fen_max: 100 } });
    await expect(asked).rejects.toMatchObject({ code: "blocked" });
    await toldState(alice.device, seq, "cancelled", clock);
    expect(await notices()).toEqual([]);
  });
});
