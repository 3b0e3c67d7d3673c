import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { VirtualClock } from "../../../platform/virtual-clock.ts";
import { thisMachineOnly } from "./guard.ts";
import type { SimulatorChange } from "./handset.ts";
import { type RequestHandler, simulatorRoutes } from "./routes.ts";
import { Simulator } from "./simulator.ts";

const ALICE = "+8613800138000";
const LOOPBACK = "127.0.0.1";

describe("/phones", () => {
  let clock: VirtualClock;
  let simulator: Simulator;
  let handle: RequestHandler;

  beforeEach(() => {
    clock = new VirtualClock();
    simulator = new Simulator({ path: ":memory:", clock });
    handle = simulatorRoutes({ carriers: simulator.carriers, wire: null, guard: thisMachineOnly });
  });
  afterEach(() => simulator.close());

  const send = (to: string, text: string) =>
    simulator.send({ to, extension: "", template_id: "test", parameters: {}, text, valid_ms: 60_000 });
  function ask(path: string, init: RequestInit = {}, peer_address = LOOPBACK) {
    const headers = new Headers(init.headers);
    if (!headers.has("host")) headers.set("host", "localhost:8080");
    return handle(new Request(`http://localhost:8080${path}`, { ...init, headers }), peer_address);
  }
  async function expectError(answer: Promise<Response | null>, status: number, code: string) {
    const response = (await answer)!;
    expect([response.status, ((await response.json()) as { error: { code: string } }).error.code]).toEqual([
      status,
      code,
    ]);
  }
  const reply = (body: string, headers: Record<string, string> = {}) =>
    ask(`/phones/${ALICE}/reply`, { method: "POST", body, headers });

  test("the page itself and everything outside are left to others", async () => {
    for (const path of ["/phones", "/", "/healthz", "/phonesx", "/v1/phones/list.json"])
      expect(await ask(path)).toBeNull();
  });

  test("nothing is there for whoever does not pass the guard", async () => {
    for (const path of ["/phones", "/phones/list.json", "/phones/events", `/phones/${ALICE}/messages`])
      await expectError(ask(path, {}, "192.0.2.1"), 404, "not_found");
    await expectError(ask("/phones/list.json", { headers: { host: "chat.example.org" } }), 404, "not_found");
    await expectError(ask("/phones/list.json", { headers: { "x-real-ip": LOOPBACK } }), 404, "not_found");
  });

  test("the messages of a handset are JSON, the oldest first", async () => {
    await send(ALICE, "one");
    await send(ALICE, "two");
    const response = (await ask(`/phones/${ALICE}/messages`))!;
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual(simulator.messages(ALICE));
  });

  test("the plus of a number may be percent-encoded", async () => {
    await send(ALICE, "one");
    expect(await (await ask("/phones/%2B8613800138000/messages"))!.json()).toHaveLength(1);
  });

  test("a handset without messages has an empty list", async () => {
    expect(await (await ask("/phones/+8618600138000/messages"))!.json()).toEqual([]);
  });

  test("the list has every handset and the magic numbers", async () => {
    await send(ALICE, "one");
    const list = (await (await ask("/phones/list.json"))!.json()) as Record<string, unknown[]>;
    expect(list).toEqual({ handsets: simulator.handsets(), magic_numbers: expect.any(Array) });
    expect(list.magic_numbers).toContainEqual({ last_digits: "9403", fault: "refused" });
  });

  test("a reply reaches the server as an incoming SMS", async () => {
    const heard: string[] = [];
    simulator.onIncoming(async ({ from, text }) => void heard.push(`${from} ${text}`));
    const response = (await reply(JSON.stringify({ text: " 退订 " })))!;
    expect(await response.json()).toMatchObject({ from: ALICE, text: "退订", state: "sent" });
    expect(heard).toEqual([`${ALICE} 退订`]);
  });

  test("a reply from a page of another origin is refused, one of the same origin is not", async () => {
    const body = JSON.stringify({ text: "hi" });
    await expectError(reply(body, { origin: "https://example.org" }), 404, "not_found");
    expect(simulator.messages(ALICE)).toEqual([]);
    expect((await reply(body, { origin: "http://localhost:8080" }))!.status).toBe(200);
  });

  test.each([
    ["no JSON", "text=hi", 400, "bad_request"],
    ["no object", '"hi"', 400, "bad_request"],
    ["null", "null", 400, "bad_request"],
    ["no text", "{}", 400, "bad_request"],
    ["text that is no string", '{"text":1}', 400, "bad_request"],
    ["blank text", '{"text":"  "}', 400, "bad_request"],
    ["a text over the limit", JSON.stringify({ text: "x".repeat(501) }), 400, "bad_request"],
    ["a body over the limit", JSON.stringify({ text: "x".repeat(9_000) }), 413, "too_large"],
  ])("a reply with %s is refused", async (_what, body, status, code) => {
    await expectError(reply(body), status, code);
    expect(simulator.messages(ALICE)).toEqual([]);
  });

  test.each([
    "/phones/",
    "/phones/13800138000/messages",
    "/phones/+86abc/messages",
    "/phones/%/messages",
    `/phones/${ALICE}`,
    `/phones/${ALICE}/codes`,
    `/phones/${ALICE}/messages/1`,
  ])("%s is not found", async (path) => {
    await expectError(ask(path), 404, "not_found");
  });

  test("another method than the documented one is not allowed", async () => {
    await expectError(ask("/phones/list.json", { method: "POST" }), 405, "method_not_allowed");
    await expectError(ask(`/phones/${ALICE}/reply`), 405, "method_not_allowed");
    await expectError(ask(`/phones/${ALICE}/messages`, { method: "DELETE" }), 405, "method_not_allowed");
  });

  describe("the event stream", () => {
    async function* changes(response: Response): AsyncGenerator<SimulatorChange> {
      const decoder = new TextDecoder();
      for await (const chunk of response.body!)
        for (const [, data] of decoder.decode(chunk).matchAll(/^data: (.*)\n\n/gm)) yield JSON.parse(data!);
    }

    test("carries every change at once", async () => {
      const response = (await ask("/phones/events"))!;
      expect(response.headers.get("content-type")).toBe("text/event-stream");
      const stream = changes(response);
      await send(ALICE, "one");
      expect((await stream.next()).value).toMatchObject({ number: ALICE, message: { state: "arrived" } });
      clock.advance(1_000);
      expect((await stream.next()).value).toMatchObject({ number: ALICE, message: { state: "delivered" } });
      await stream.return(undefined);
    });

    test("stops listening when the reader goes", async () => {
      const response = (await ask("/phones/events"))!;
      expect(simulator.carriers.watchers).toBe(1);
      await response.body!.cancel();
      expect(simulator.carriers.watchers).toBe(0);
    });

    test("cuts off a reader that does not read", async () => {
      await ask("/phones/events");
      for (let i = 0; i < 300; i++) await send(ALICE, "x");
      expect(simulator.carriers.watchers).toBe(0);
    });

    test("is refused when too many watch", async () => {
      for (let i = 0; i < 64; i++) await ask("/phones/events");
      await expectError(ask("/phones/events"), 503, "overloaded");
    });
  });

  describe("the switches of a handset", () => {
    const set = (change: unknown, headers: Record<string, string> = {}) =>
      ask(`/phones/${ALICE}/settings`, { method: "POST", body: JSON.stringify(change), headers });

    test("are read and set one by one; the others stay, and watchers hear of it", async () => {
      const heard: SimulatorChange[] = [];
      simulator.onChange((change) => heard.push(change));
      await set({ line: "off" });
      const answer = (await (await set({ ported_to: "china_telecom" }))!.json()) as Record<string, unknown>;
      expect(answer).toMatchObject({
        ...{ number: ALICE, prefix_carrier: "china_mobile", carrier: "china_telecom" },
        settings: { line: "off", ported_to: "china_telecom", sms: "as_usual" },
      });
      expect(await (await ask(`/phones/${ALICE}/settings`))!.json()).toEqual(answer);
      expect(heard.map(({ type }) => type)).toEqual(["handset", "handset"]);
    });

    test("that there are not, or no such position of, are refused, and nothing is set", async () => {
      for (const change of [{ line: "on fire" }, { colour: "red" }, { auto_reply: " " }, 1])
        await expectError(set(change), 400, "bad_request");
      await expectError(set({ line: "off" }, { origin: "https://example.org" }), 404, "not_found");
      expect(simulator.handsets()).toEqual([]);
    });
  });

  test("a reply goes to the number that it names, else to the one that wrote last", async () => {
    const heard: string[] = [];
    simulator.onIncoming(async ({ to }) => void heard.push(to));
    await simulator.send({
      ...{ to: ALICE, extension: "07", template_id: "test", parameters: {}, text: "hi", valid_ms: 60_000 },
    });
    await reply(JSON.stringify({ text: "to whoever wrote" }));
    await reply(JSON.stringify({ text: "to another", to: "1069001380042" }));
    expect(heard).toEqual(["1069001380007", "1069001380042"]);
    await expectError(reply(JSON.stringify({ text: "x", to: "+86" })), 400, "bad_request");
  });

  describe("the carriers", () => {
    test("are listed with what they charge and how they are set", async () => {
      await send(ALICE, "one");
      const { carriers } = (await (await ask("/phones/carriers.json"))!.json()) as { carriers: unknown[] };
      expect(carriers).toMatchObject([
        { id: "china_mobile", protocol: "cmpp", port: null, accounts: [{ bill: { units: 1, fen: 5 } }, {}] },
        { id: "china_unicom", protocol: "sgip" },
        { id: "china_telecom", protocol: "smgp" },
        { id: "world", protocol: "smpp" },
      ]);
    });

    test("are set one thing at a time", async () => {
      const set = (change: unknown) =>
        ask("/phones/carriers/china_mobile/settings", { method: "POST", body: JSON.stringify(change) });
      expect(await (await set({ down: true }))!.json()).toMatchObject({
        settings: { down: true, price_fen: 5 },
      });
      await expectError(set({ answers_lost_percent: 101 }), 400, "bad_request");
      await expectError(set({ up: true }), 400, "bad_request");
    });

    test("give their statement as CSV, a line for each part", async () => {
      await send(ALICE, "one");
      await send(ALICE, "天".repeat(100));
      const response = (await ask("/phones/carriers/china_mobile/bill.csv"))!;
      expect(response.headers.get("content-disposition")).toContain("china_mobile-own.csv");
      const [head, ...lines] = (await response.text()).trimEnd().split("\r\n");
      expect(head).toBe("carrier_message_id,number,sender,at,units,fen,state");
      expect(lines).toHaveLength(3);
      for (const line of lines)
        expect(line).toMatch(/^[^,]+,\+8613800138000,10690013800,2026-[^,]+Z,1,5,delivered$/);
    });

    test("list their bill in pages", async () => {
      for (const text of ["one", "two"]) await send(ALICE, text);
      const page = await billOf("");
      expect(page).toMatchObject({ sum: { units: 2, fen: 10 }, lines: [{ number: ALICE }, {}] });
      const before = page.lines[0]!.id;
      expect((await billOf(`?before=${before}`)).lines).toEqual([page.lines[1]!]);
      expect((await billOf("?account=guest")).lines).toEqual([]);
      await expectError(ask("/phones/carriers/china_mobile/bill.json?before=x"), 400, "bad_request");
    });

    test("that there are not are not found", async () => {
      await expectError(ask("/phones/carriers/china_tietong/bill.json"), 404, "not_found");
      await expectError(ask("/phones/carriers/world/debts"), 404, "not_found");
    });

    async function billOf(query: string) {
      const response = (await ask(`/phones/carriers/china_mobile/bill.json${query}`))!;
      return (await response.json()) as { sum: unknown; lines: { id: number }[] };
    }
  });
});
