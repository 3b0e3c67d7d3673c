import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import {
  type IncomingPart,
  segment,
  smppClient,
  systemClock,
  systemRandom,
} from "../../packages/sms/src/index.ts";
import { PEOPLE, until } from "../../packages/testkit/src/index.ts";
import type { App } from "./stage/app.ts";
import { onStage, type Stage } from "./stage/stage.ts";

const LIMIT_MS = 60_000;
const { alice, bob } = PEOPLE;
const LONG = "天地玄黄，宇宙洪荒。".repeat(12);

interface Guest {
  number: string;
  incoming: IncomingPart[];
  send(to: string, text: string, extension?: string): Promise<string>;
  close(): Promise<void>;
}

/** Another program that sends and receives SMS over the carrier for the world. */
async function guest({ server }: Stage): Promise<Guest> {
  const answer = await fetch(`${server.server.url}/phones/carriers.json`);
  const { carriers } = (await answer.json()) as {
    carriers: {
      port: number;
      accounts: { name: string; number: string; login: { system_id: string; secret: string } }[];
    }[];
  };
  const world = carriers.at(-1)!;
  const { number, login } = world.accounts.find(({ name }) => name === "guest")!;
  const client = smppClient({
    ...{ host: "127.0.0.1", port: world.port, system_id: login.system_id, password: login.secret },
    ...{ clock: systemClock, random: systemRandom },
  });
  const incoming: IncomingPart[] = [];
  client.onIncoming(async (part) => void incoming.push(part));
  await until("the guest is logged in", () => client.state === "up");
  return {
    number,
    incoming,
    async send(to, text, extension = "") {
      const parts = segment(text, { ref: 1, gsm7: true });
      const from = number + extension;
      const outcomes = await Promise.all(
        parts.map((part) => client.submit({ from, to: to.slice(1), segment: part, report: true })),
      );
      return outcomes.map(({ outcome }) => outcome).join(" ");
    },
    close: () => client.close(),
  };
}

/** Story of somebody with the phones' page open and a guest. */
function withGuest(layout: "phone" | "pc", story: (page: Page, guest: Guest, app: App) => Promise<void>) {
  return () =>
    onStage(async (stage) => {
      const app = await stage.app({ layout });
      const sender = await guest(stage);
      try {
        await story(await app.open(`/phones#${alice.number}`), sender, app);
      } finally {
        await sender.close();
      }
    });
}

test(
  "a long SMS is one, says how many it took and from which number; the answer goes to exactly that number",
  withGuest("phone", async (page, { number, send, incoming }) => {
    expect(await send(alice.number, LONG, "42")).toBe("accepted accepted");
    const sms = page.getByTestId("sms");
    await sms.getByText(LONG).waitFor();
    expect(await sms.count()).toBe(1);
    expect(await page.getByTestId("sms-parts").textContent()).toContain("2 SMS");
    expect(await page.getByTestId("sms-sender").textContent()).toBe(`${number}42`);
    await page.getByTestId("reply").fill("好");
    await page.getByTestId("reply-send").click();
    await page.locator("[data-testid=sms][data-state=sent]").waitFor();
    expect(incoming).toMatchObject([{ from: alice.number.slice(1), to: `${number}42` }]);
  }),
  LIMIT_MS,
);

test(
  "of two numbers that wrote, a press on the older SMS answers the older one",
  withGuest("pc", async (page, { number, send, incoming }) => {
    await send(alice.number, "from one", "1");
    await send(alice.number, "from two", "2");
    await page.getByTestId("sms").getByText("from two").waitFor();
    expect(await page.getByTestId("reply-to").inputValue()).toBe(`${number}2`);
    await page.getByTestId("sms-sender").first().click();
    expect(await page.getByTestId("reply-to").inputValue()).toBe(`${number}1`);
    await page.getByTestId("reply").fill("to one");
    await page.getByTestId("reply-send").click();
    await page.locator("[data-testid=sms][data-state=sent]").waitFor();
    expect(incoming.map(({ to }) => to)).toEqual([`${number}1`]);
  }),
  LIMIT_MS,
);

test(
  "SMS to a handset that is switched off wait until it is on again",
  withGuest("phone", async (page, { send }) => {
    await page.getByTestId("handset-settings").click();
    await page.getByTestId("line-off").check({ force: true });
    await page.keyboard.press("Escape");
    await page.getByTestId("line-notice").waitFor();
    expect(await send(alice.number, "are you there?")).toBe("accepted");
    expect(await page.getByTestId("sms").count()).toBe(0);
    await page.getByTestId("reply").fill("no");
    await page.getByTestId("reply-send").click();
    await page.locator("[data-testid=sms][data-state=barred]").waitFor();
    await page.getByTestId("handset-settings").click();
    await page.getByTestId("line-on").check({ force: true });
    await page.keyboard.press("Escape");
    await page.getByTestId("sms").getByText("are you there?").waitFor();
  }),
  LIMIT_MS,
);

test(
  "a handset that was taken to another carrier shows it, and is usual again with one press",
  withGuest("pc", async (page) => {
    await page.getByTestId("handset-settings").click();
    await page.getByTestId("ported-to").selectOption("china_telecom");
    await page.locator(".handset .carrier", { hasText: "China Telecom" }).waitFor();
    await page.getByTestId("usual").click();
    await page.locator(".handset .carrier", { hasText: "China Mobile" }).waitFor();
  }),
  LIMIT_MS,
);

test(
  "the page of the carriers has their ports, what each charges to the fen, and the statement to take away",
  withGuest("pc", async (page, { send }) => {
    await send(alice.number, LONG);
    await send(bob.number, "short");
    await page.getByTestId("show-carriers").click();
    const world = page.getByTestId("carrier-world");
    await world.getByText("2 connections").waitFor();
    expect(await world.getByTestId("sum-guest").textContent()).toContain("3 SMS · ¥1.35");
    await world.getByTestId("bill").click();
    await world.getByTestId("bill-line").nth(2).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      world.getByRole("link", { name: "Download as CSV" }).last().click(),
    ]);
    const lines = (await Bun.file(await download.path()).text()).trimEnd().split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines.slice(1).every((line) => line.includes(",1,45,"))).toBe(true);
  }),
  LIMIT_MS,
);

test(
  "a carrier that is set down takes nothing, and takes SMS again when it is up",
  withGuest("phone", async (page, { send }) => {
    await page.getByRole("button", { name: "All phones" }).click();
    await page.getByTestId("show-carriers").click();
    const world = page.getByTestId("carrier-world");
    await world.getByTestId("faults").click();
    await world.getByTestId("down").check();
    await world.and(page.locator("[data-state=down]")).waitFor();
    expect(await send(alice.number, "hello?")).not.toBe("accepted");
    await world.getByTestId("no-faults").click();
    await world.and(page.locator("[data-state=up]")).waitFor();
    await until("an SMS gets through", async () => (await send(alice.number, "hello!")) === "accepted");
  }),
  LIMIT_MS,
);
