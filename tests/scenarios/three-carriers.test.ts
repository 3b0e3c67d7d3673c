import { expect, test } from "bun:test";
import { type Cast, converse, Handset, story, until } from "@feiliao/testkit";

/** One handset of each, without the app. */
const HANDSETS = {
  china_mobile: "+8613800138055",
  china_unicom: "+8618600138055",
  china_telecom: "+8618900138055",
  world: "+4915112345655",
};
type Carrier = keyof typeof HANDSETS;

const LONG = "天地玄黄，宇宙洪荒。".repeat(12);
let keys = 0;

async function write({ alice }: Cast<"alice">, to: Handset, text: string): Promise<void> {
  await alice.device.post("message/send", {
    conversation_id: await converse(alice, to),
    client_id: `key ${keys++}`,
    content: { type: "text", text },
    sms: { fen_max: 1_000, at_night: "now" },
  });
}

async function post(url: string, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${url}/phones${path}`, { method: "POST", body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}

/** Units that a carrier bills this server. */
async function billed(url: string, carrier: Carrier): Promise<number> {
  const answer = await fetch(`${url}/phones/carriers/${carrier}/bill.json`);
  return ((await answer.json()) as { sum: { units: number } }).sum.units;
}

test.each(Object.entries(HANDSETS) as [Carrier, string][])(
  "over %s's own protocol, a long message goes out and its long answer lands in the conversation",
  (carrier, number) =>
    story({ alice: 1 }, async (cast) => {
      const { alice, server } = cast;
      const bob = new Handset(server.url, number);
      const before = await billed(server.url, carrier);
      await write(cast, bob, LONG);
      const sms = await bob.sms();
      expect(sms.text).toContain(LONG);
      expect(sms.parts).toBeGreaterThan(1);
      expect((await billed(server.url, carrier)) - before).toBe(sms.parts);
      expect(await bob.write(LONG)).toMatchObject({ state: "sent" });
      const answer = await until("the answer", () =>
        alice.device.entries.find(({ sender }) => sender !== alice.device.account_id),
      );
      expect(answer.content).toEqual({ type: "text", text: LONG, via: "sms" });
    }),
);

test("a number that was taken to another carrier gets its SMS once, over that one, and so do the next at once", () =>
  story({ alice: 1 }, async (cast) => {
    const { url } = cast.server;
    const bob = new Handset(url, HANDSETS.china_mobile);
    await post(url, `/${HANDSETS.china_mobile}/settings`, { ported_to: "china_unicom" });
    const before = await billed(url, "china_mobile");
    await write(cast, bob, "你还在用这个号码吗？");
    await bob.sms();
    await write(cast, bob, "收到了吗？");
    await until("the second", async () => (await billed(url, "china_unicom")) === 2);
    expect(await billed(url, "china_mobile")).toBe(before);
  }));
