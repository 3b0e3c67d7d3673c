import { expect, test } from "bun:test";
import { ANY_TEXT, type ScriptedLink, scripted } from "@feiliao/server/links/sms/testing/scripted-link";
import { converse, type Handset, PEOPLE, story, until } from "@feiliao/testkit";
import { DAY_MS, pass, textsOf, withBob, write } from "./sms-people.ts";

const { number } = PEOPLE.bob;

/** An SMS of Bob's as a link hands it over; by its id the carrier knows it again. */
function fromBob(carrier_message_id: string, text: string, to = ANY_TEXT.number!) {
  return { carrier_message_id, from: number, to, text, incomplete: false, at: 0 };
}

/** A link to Bob's carrier that takes no extensions, as a SIM; others are reached by the box. */
function withoutExtensions() {
  const opened: ScriptedLink[] = [];
  const capabilities = { ...ANY_TEXT, extension_digits_max: 0 };
  const serves = ["china_unicom"] as const;
  const definition = scripted("sim card", opened, { capabilities, serves, throughput_per_s: 100 });
  return {
    links: [definition],
    link: () => until("the link", () => opened.findLast(({ state }) => state === "up")),
  };
}

test("SI1 D2 what a handset writes is one entry, however often its carrier brings it", async () => {
  const { links, link } = withoutExtensions();
  await withBob(
    async ({ alice, conversation_id, server }) => {
      await write(alice.device, conversation_id, "你好");
      const carrier = await link();
      await until("it went out", () => carrier.sent.find(({ text }) => text.includes("你好")));
      await Promise.all([carrier.write(fromBob("1", "在")), carrier.write(fromBob("1", "在"))]);
      await carrier.write(fromBob("1", "在"));
      await server.restart();
      await (await link()).write(fromBob("1", "在"));
      await (await link()).write(fromBob("2", "在"));
      expect(await textsOf(alice.device, conversation_id)).toEqual(["你好", "在", "在"]);
    },
    { overrides: { links } },
  );
});

test("SI1 what a handset writes is marked as SMS, and nobody else can write so", async () => {
  await withBob(async ({ alice, bob, conversation_id }) => {
    await write(alice.device, conversation_id, "晚饭？");
    await bob.sms();
    expect(await bob.write("好，七点")).toMatchObject({ state: "sent" });
    const answer = await until("the answer", () => alice.device.entries.find(({ seq }) => seq === 2));
    expect(answer.content).toEqual({ type: "text", text: "好，七点", via: "sms" });
    expect(answer.sender).not.toBe(alice.device.account_id);
    const content = { type: "text", text: "我是短信", via: "sms", incomplete: true } as const;
    await alice.device.post("message/send", { conversation_id, client_id: "spoof", content });
    const { entries } = await alice.device.post("conversation/read", { conversation_id });
    expect(entries.at(-1)!.content).toEqual({ type: "text", text: "我是短信" });
  });
});

test("SI2 a long answer is whole in the conversation", async () => {
  await withBob(async ({ alice, bob, conversation_id }) => {
    await write(alice.device, conversation_id, "说说看");
    await bob.sms();
    const long = "很久很久以前，".repeat(40);
    await bob.write(long);
    await until("the answer", async () => (await textsOf(alice.device, conversation_id)).includes(long));
  });
});

/** Alice and Carol have both written to Bob, over a number without extensions. */
async function twoConversations(
  act: (scene: {
    say: (id: string, text: string) => Promise<void>;
    sent: () => string[];
    texts: (who: "alice" | "carol") => Promise<string[]>;
  }) => Promise<void>,
): Promise<void> {
  const { links, link } = withoutExtensions();
  await story(
    { alice: 1, carol: 1 },
    async ({ alice, carol }) => {
      const bob = { address: `tel:${number}` } as Pick<Handset, "address">;
      const conversations = { alice: await converse(alice, bob), carol: await converse(carol, bob) };
      await write(alice.device, conversations.alice, "我是爱丽丝");
      const carrier = await link();
      await until("alice's is out", () => carrier.sent.some(({ text }) => text.includes("我是爱丽丝")));
      await write(carol.device, conversations.carol, "我是陈小姐");
      await until("carol's is out", () => carrier.sent.some(({ text }) => text.includes("我是陈小姐")));
      await act({
        say: (id, text) => carrier.write(fromBob(id, text)),
        sent: () => carrier.sent.filter(({ to }) => to === number).map(({ text }) => text),
        texts: (who) => textsOf({ alice, carol }[who].device, conversations[who]),
      });
    },
    { settings: { simulator_ports: null }, overrides: { links } },
  );
}

test("SI3 where two conversations are possible the handset is asked once, and its answer brings what waited", async () => {
  await twoConversations(async ({ say, sent, texts }) => {
    await say("1", "我到了");
    await until("the question", () => sent().some((text) => text.includes("你在回复谁")));
    const question = sent().find((text) => text.includes("你在回复谁"))!;
    expect(question).toBe("你在回复谁？回复 1 Carol 陈小姐，2 Alice 爱丽丝");
    await say("2", "在门口");
    expect(await texts("alice")).toEqual(["我是爱丽丝"]);
    await say("3", "２");
    expect(await texts("alice")).toEqual(["我是爱丽丝", "我到了", "在门口"]);
    expect(await texts("carol")).toEqual(["我是陈小姐"]);
    expect(sent().filter((text) => text.includes("你在回复谁"))).toHaveLength(1);
  });
});

test("SI3 D2 the answer to a question, brought twice, changes nothing more", async () => {
  await twoConversations(async ({ say, texts }) => {
    await say("1", "我到了");
    await say("2", "1");
    await say("2", "1");
    await say("1", "我到了");
    expect(await texts("carol")).toEqual(["我是陈小姐", "我到了"]);
  });
});

test("SI5 who writes to nobody is told so once a day", async () => {
  const { links, link } = withoutExtensions();
  await withBob(
    async ({ clock }) => {
      const carrier = await link();
      const answers = () => carrier.sent.filter(({ to, text }) => to === number && text.includes("没有找到"));
      await carrier.write(fromBob("1", "有人吗"));
      await carrier.write(fromBob("2", "有人吗？"));
      await until("the answer", () => answers().length > 0);
      await pass(clock, 60_000);
      expect(answers()).toHaveLength(1);
      clock.advance(DAY_MS);
      await pass(clock, 60_000); // after such a leap the lease of the link is taken anew
      const again = await link();
      await again.write(fromBob("3", "？"));
      await until("the answer of the next day", () => {
        clock.advance(1_000);
        return again.sent.some(({ to, text }) => to === number && text.includes("没有找到"));
      });
    },
    { overrides: { links } },
  );
});

test("SI4 who opts out is answered once, however often they say so, and is not asked or told anything else", async () => {
  const { links, link } = withoutExtensions();
  await withBob(
    async ({ clock }) => {
      const carrier = await link();
      const answers = () =>
        carrier.sent.filter(({ to }) => to === number).map(({ template_id }) => template_id);
      for (const id of ["1", "2", "3"]) await carrier.write(fromBob(id, "TD"));
      await carrier.write(fromBob("4", "有人吗"));
      await until("the answer", () => answers().length > 0);
      await pass(clock, 60_000);
      expect(answers()).toEqual(["opted_out"]);
    },
    { overrides: { links } },
  );
});

test("SI2 what is no text in what a handset writes is left out, and the rest is taken", async () => {
  const { links, link } = withoutExtensions();
  await withBob(
    async ({ alice, conversation_id }) => {
      await write(alice.device, conversation_id, "你好");
      const carrier = await link();
      await until("it went out", () => carrier.sent.find(({ text }) => text.includes("你好")));
      await carrier.write(fromBob("1", "在\0的\ud83d"));
      expect(await textsOf(alice.device, conversation_id)).toEqual(["你好", "在的\ufffd"]);
    },
    { overrides: { links } },
  );
});
