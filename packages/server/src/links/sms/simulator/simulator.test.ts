import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "@feiliao/testkit/until";
import { VirtualClock } from "../../../platform/virtual-clock.ts";
import { smsLinkContract } from "../sms-link.contract.ts";
import type { DeliveryReport } from "../sms-link.ts";
import { SERVICE_NUMBER } from "./carriers/account.ts";
import type { CarriersLimits } from "./carriers/carriers.ts";
import type { SimulatorChange } from "./handset.ts";
import { LATE_BY_MS } from "./magic-numbers.ts";
import { Simulator } from "./simulator.ts";

const A_MINUTE_MS = 60_000;
const ALICE = "+8613800138000";

type Message = Extract<SimulatorChange, { type: "message" }>;

smsLinkContract("simulator", async () => {
  const clock = new VirtualClock();
  const link = new Simulator({ path: ":memory:", clock });
  return {
    link,
    numbers: { reachable: ALICE, refused: "+8618600139403", unanswered: "+8618900139504" },
    arrived: (number) => link.messages(number).map(({ text }) => text),
    reply: async (number, text) => (await link.reply(number, text)).state === "sent",
    settle: async () => clock.advance(A_MINUTE_MS),
  };
});

describe("the simulator", () => {
  let folder: string;
  let clock: VirtualClock;
  let simulator: Simulator;
  const open = (limits: Partial<CarriersLimits> = {}) =>
    new Simulator({ path: join(folder, "handsets.sqlite"), clock, limits });
  const send = (to: string, text = "hello") =>
    simulator.send({ to, extension: "", template_id: "test", parameters: {}, text, valid_ms: A_MINUTE_MS });
  const reportsOf = (link: Simulator) => {
    const reports: DeliveryReport[] = [];
    link.onReport(async (report) => void reports.push(report));
    return reports;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "simulator-"));
    clock = new VirtualClock();
    simulator = open();
  });
  afterEach(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true });
  });

  test("an SMS is on its handset, with its sender, before send resolves", async () => {
    await send(ALICE);
    expect(simulator.messages(ALICE)).toEqual([
      {
        id: expect.any(Number),
        from: SERVICE_NUMBER,
        to: ALICE,
        text: "【飞聊】hello",
        ...{ parts: 1, missing: 0 },
        at: clock.now(),
        state: "arrived",
      },
    ]);
  });

  test("a handset belongs to the carrier of its prefix, 广电's to 移动, and a foreign one to the world's", () => {
    const carrierOf = (number: string) => simulator.carriers.handset(number).carrier;
    expect(carrierOf(ALICE)).toBe("china_mobile");
    expect(carrierOf("+8618600138000")).toBe("china_unicom");
    expect(carrierOf("+8618900138000")).toBe("china_telecom");
    expect(carrierOf("+8619200138000")).toBe("china_mobile");
    expect(carrierOf("+4915112345678")).toBe("world");
  });

  test("what is not a number in E.164 is refused as unknown", async () => {
    for (const to of ["13800138000", "+0123456", "+86 138", ""])
      expect(await send(to)).toEqual({
        outcome: "refused",
        refusal: "number_unknown",
        code: expect.any(String),
      });
  });

  test("…9403 is refused by the carrier", async () => {
    expect(await send("+8613800139403")).toEqual({
      outcome: "refused",
      refusal: "blocked",
      code: expect.any(String),
    });
  });

  test("…9404 is accepted, never arrives and is never reported", async () => {
    const reports = reportsOf(simulator);
    expect(await send("+8613800139404")).toMatchObject({ outcome: "accepted" });
    clock.advance(A_MINUTE_MS);
    expect(simulator.messages("+8613800139404")).toEqual([]);
    expect(reports).toEqual([]);
  });

  test("…9504 arrives although the outcome is unknown", async () => {
    expect(await send("+8613800139504")).toEqual({ outcome: "unknown", carrier_message_ids: [] });
    expect(simulator.messages("+8613800139504")).toHaveLength(1);
  });

  test("…9020 arrives 20 seconds late, not before", async () => {
    const reports = reportsOf(simulator);
    await send("+8613800139020");
    clock.advance(LATE_BY_MS - 1);
    expect(simulator.messages("+8613800139020")).toEqual([]);
    clock.advance(1);
    expect(simulator.messages("+8613800139020")).toEqual([expect.objectContaining({ at: clock.now() })]);
    clock.advance(A_MINUTE_MS);
    expect(reports).toHaveLength(1);
  });

  test("…9002 arrives twice and is reported twice under one id", async () => {
    const reports = reportsOf(simulator);
    await send("+8613800139002");
    clock.advance(A_MINUTE_MS);
    expect(simulator.messages("+8613800139002").map(({ text }) => text)).toEqual([
      "【飞聊】hello",
      "【飞聊】hello",
    ]);
    expect(reports).toHaveLength(2);
    expect(reports[0]!.carrier_message_id).toBe(reports[1]!.carrier_message_id);
  });

  test("a reply stands on the handset and says whether the server took it", async () => {
    expect(await simulator.reply(ALICE, "anyone there?")).toMatchObject({ from: ALICE, state: "failed" });
    simulator.onIncoming(async () => {});
    expect(await simulator.reply(ALICE, "TD")).toMatchObject({ from: ALICE, state: "sent" });
    expect(simulator.messages(ALICE).map(({ text, state }) => [text, state])).toEqual([
      ["anyone there?", "failed"],
      ["TD", "sent"],
    ]);
  });

  test("a change listener hears every message and every new state", async () => {
    const changes: Message[] = [];
    simulator.onChange((change) => change.type === "message" && changes.push(change));
    simulator.onIncoming(async () => {});
    await send(ALICE);
    clock.advance(A_MINUTE_MS);
    await simulator.reply(ALICE, "ok");
    expect(changes.map(({ number, message }) => [number, message.state])).toEqual([
      [ALICE, "arrived"],
      [ALICE, "delivered"],
      [ALICE, "sending"],
      [ALICE, "sent"],
    ]);
  });

  test("another node on the same handsets shows what arrives, and its listeners hear of it", async () => {
    const neighbour = open();
    const changes: Message[] = [];
    neighbour.onChange((change) => change.type === "message" && changes.push(change));
    await send(ALICE, "from next door");
    await until("the message", () => {
      clock.advance(1_000);
      return changes.some(({ message }) => message.state === "delivered");
    });
    expect(changes[0]!.message.text).toBe("【飞聊】from next door");
    expect(neighbour.messages(ALICE)).toEqual(simulator.messages(ALICE));
    await neighbour.close();
  });

  test("an SMS that is late arrives once, though two nodes wait for it", async () => {
    const late = "+8613800139020";
    await send(late);
    const neighbour = open();
    clock.advance(A_MINUTE_MS);
    expect(simulator.messages(late)).toHaveLength(1);
    await neighbour.close();
  });

  test("handsets are listed with their last message, the busiest first", async () => {
    await send("+8613800138000", "one");
    await send("+8618600138000", "two");
    await send("+8613800138000", "three");
    expect(
      simulator.handsets().map(({ number, carrier, last_message }) => [number, carrier, last_message?.text]),
    ).toEqual([
      ["+8613800138000", "china_mobile", "【飞聊】three"],
      ["+8618600138000", "china_unicom", "【飞聊】two"],
    ]);
  });

  test("after a restart the handsets are as they were, and what was under way goes on", async () => {
    await send(ALICE);
    await send("+8613800139020");
    await simulator.close();
    simulator = open();
    const reports = reportsOf(simulator);
    expect(simulator.messages(ALICE)).toHaveLength(1);
    clock.advance(A_MINUTE_MS);
    expect(simulator.messages("+8613800139020")).toHaveLength(1);
    expect(reports.map(({ to }) => to)).toEqual([ALICE, "+8613800139020"]);
  });

  test("a handset keeps its newest messages, and the newest handsets are kept", async () => {
    await simulator.close();
    simulator = open({ handsets_max: 2, messages_per_handset_max: 3 });
    for (const text of ["1", "2", "3", "4", "5"]) await send(ALICE, text);
    expect(simulator.messages(ALICE).map(({ text }) => text)).toEqual([
      "【飞聊】3",
      "【飞聊】4",
      "【飞聊】5",
    ]);
    await send("+8618600138000");
    await send("+8618900138000");
    expect(simulator.handsets().map(({ number }) => number)).toEqual(["+8618900138000", "+8618600138000"]);
    expect(simulator.messages(ALICE)).toEqual([]);
  });

  test("beyond the SMS in transit that it holds, the carrier throttles, and recovers", async () => {
    await simulator.close();
    simulator = open({ in_transit_max: 2 });
    await send(ALICE);
    await send(ALICE);
    expect(await send(ALICE)).toEqual({ outcome: "refused", refusal: "throttled", code: expect.any(String) });
    clock.advance(A_MINUTE_MS);
    expect(await send(ALICE)).toMatchObject({ outcome: "accepted" });
  });
});
