import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ACCESS_NUMBERS, Carriers, WireCarriers } from "@feiliao/server/links/sms/simulator/index";
import { systemClock as clock } from "@feiliao/server/platform/clock";
import { systemRandom as random } from "@feiliao/server/platform/random";
import { until } from "@feiliao/testkit/until";
import { type Kannel, startKannel } from "./kannel/kannel.ts";
import { LONG_TEXT } from "./our-side.ts";

/** The carrier for the world reaches both. */
const ABROAD = "+4915112345678";
const MAINLAND = "+8613800138000";
const number = ACCESS_NUMBERS.guest;

let carriers: Carriers;
let wire: WireCarriers;
let kannel: Kannel;

beforeAll(async () => {
  carriers = new Carriers({ path: ":memory:", clock, random });
  wire = await WireCarriers.open({ carriers, random, ports: [0, 0, 0, 0] });
  const { system_id, secret } = wire.login("world", "guest");
  kannel = await startKannel(wire.port("world")!, { system_id, password: secret });
  await until("Kannel is logged in", () => wire.sessions("world").length === 1);
});

afterAll(async () => {
  await kannel.stop();
  await wire.close();
  carriers.close();
});

const told = (path: string) => kannel.told.filter((each) => each.path === path).map(({ query }) => query);
/** Kannel's numbers for what it is told: 1 delivered, 2 failed, 8 taken by the carrier, 16 refused. */
const reported = (type: string) => told("/report").filter((query) => query.type === type).length;

describe("Kannel at the carriers in the box", () => {
  // Kannel asks for the report of one part only.
  test("sends a long Chinese text, which is whole on the handset, delivered, and on the guest's bill", async () => {
    await kannel.send(`${number}42`, ABROAD, LONG_TEXT);
    await until("the report", () => reported("1") > 0);
    expect(carriers.messages(ABROAD)).toMatchObject([
      { text: LONG_TEXT, parts: 3, missing: 0, from: `${number}42`, state: "delivered" },
    ]);
    expect(carriers.billSum("world", "guest")).toMatchObject({ units: 3, fen: 135 });
    expect(carriers.billSum("world", "own").units).toBe(0);
  });

  test("learns that a number is cancelled, and that an SMS to a suspended one failed", async () => {
    carriers.setHandset(ABROAD, { line: "cancelled" });
    await kannel.send(number, ABROAD, "anybody?");
    await until("the first report", () => reported("2") === 1);
    carriers.setHandset(ABROAD, { line: "suspended" });
    await kannel.send(number, ABROAD, "anybody?");
    await until("the second report", () => reported("2") === 2);
    carriers.setHandset(ABROAD, { line: "on" });
  });

  test("hears of an SMS to a handset that is off when it is on again", async () => {
    const before = reported("1");
    carriers.setHandset(MAINLAND, { line: "off" });
    await kannel.send(number, MAINLAND, "good morning");
    await until("it waits", () => carriers.billSum("world", "guest").by_state.accepted === 1);
    expect(reported("1")).toBe(before);
    carriers.setHandset(MAINLAND, { line: "on" });
    await until("the report", () => reported("1") > before);
    expect(carriers.messages(MAINLAND)).toMatchObject([{ text: "good morning" }]);
  });

  test("gets what a handset writes, long and to its extension", async () => {
    expect(await carriers.write(MAINLAND, `${number}42`, LONG_TEXT)).toMatchObject({ state: "sent" });
    await until("the text", () => told("/incoming").length > 0);
    expect(told("/incoming")).toMatchObject([
      { from: expect.stringContaining(MAINLAND.slice(1)), text: LONG_TEXT },
    ]);
    expect(told("/incoming")[0]!.to).toContain(`${number}42`);
  });

  test("comes back after the carrier was down", async () => {
    carriers.setCarrier("world", { down: true });
    await until("it is cut off", () => wire.sessions("world").length === 0);
    carriers.setCarrier("world", { down: false });
    await until("it is back", () => wire.sessions("world").length === 1);
    await kannel.send(number, MAINLAND, "又见面了");
    await until("the SMS", () => carriers.messages(MAINLAND).some(({ text }) => text === "又见面了"));
  });
});
