import { expect, test } from "bun:test";
import { Handset, PEOPLE, until } from "../../packages/testkit/src/index.ts";
import type { App } from "./stage/app.ts";
import { addFriend, bubbles, introduce, openConversation, sendText, waitForState } from "./stage/chat.ts";
import { createGroup } from "./stage/groups.ts";
import { dayInShanghai, hourInShanghai, LeapingClock } from "./stage/hour.ts";
import { photoWithPosition } from "./stage/photo.ts";
import { signUp } from "./stage/sign-up.ts";
import { onStage, type Stage } from "./stage/stage.ts";
import { captured, holdToTalk } from "./stage/talk.ts";

const { alice, bob, carol } = PEOPLE;
const LIMIT_MS = 90_000;
const MINUTE_MS = 60_000;
const LINK = /\/s#[A-Za-z0-9_-]{22}/;

/** Somebody without the app on each of the three carriers, and what the price says of them. */
const HANDSETS = [
  { number: "+8613900139004", carrier: "移动" },
  { number: bob.number, carrier: "联通" },
  { number: carol.number, carrier: "电信" },
] as const;

const DAY = () => ({ clock: dayInShanghai() });
const NIGHT = () => ({ clock: hourInShanghai(23) });

/** What the page behind the link in an SMS asks for. */
const tokenIn = (text: string): string => JSON.stringify({ token: LINK.exec(text)![0].slice(3) });

/** Alice on her phone with the conversation with a handset open, where its price is shown. */
async function withHandset(stage: Stage, number: string): Promise<{ app: App; handset: Handset }> {
  const app = await stage.app({ layout: "phone", language: "zh-CN" });
  await signUp(app, alice);
  await addFriend(app, number);
  await app.page.getByTestId("sms-price").waitFor();
  return { app, handset: new Handset(stage.server.url, number) };
}

const state = ({ page }: App, text: string, reached: string) =>
  bubbles(page, { text }).locator(`[data-testid=sms-state][data-sms=${reached}]`).waitFor();

test(
  "with somebody on each of the three carriers, a conversation goes both ways, and its price is known before",
  () =>
    onStage(async (stage) => {
      const app = await stage.app({ layout: "phone", language: "zh-CN" });
      await signUp(app, alice);
      const { page } = app;
      for (const { number, carrier } of HANDSETS) {
        const handset = new Handset(stage.server.url, number);
        await addFriend(app, number);
        await page.getByTestId("composer").fill("晚上一起吃饭吗？");
        await page
          .getByTestId("price")
          .filter({ hasText: `短信 1 条 · ¥0.05 · ${carrier}` })
          .waitFor();
        await page.locator(".conversation-head").getByTestId("sms-badge").waitFor();
        await page.getByTestId("composer").press("Enter");
        expect((await handset.sms()).text).toContain("晚上一起吃饭吗？");
        await state(app, "晚上一起吃饭吗？", "delivered");

        expect(await handset.write("好，七点见")).toMatchObject({ state: "sent" });
        const answer = bubbles(page, { text: "好，七点见" });
        await answer.getByTestId("sms-written").waitFor();
        expect(await answer.getAttribute("class")).toContain("theirs");

        await sendText(app, "到时候见");
        expect((await handset.sms(({ text }) => text.endsWith("到时候见"))).text).not.toContain("退订");
        await page.getByTestId("back").click();
        await page.getByTestId("conversation").first().getByTestId("sms-badge").waitFor();
      }
    }, DAY()),
  LIMIT_MS,
);

test(
  "the price follows what is typed, and is nothing when it is not to go as SMS, which can be made up for",
  () =>
    onStage(async (stage) => {
      const { app, handset } = await withHandset(stage, bob.number);
      const { page } = app;
      const price = page.getByTestId("price");
      await page.getByTestId("composer").fill("早".repeat(60));
      await price.filter({ hasText: "短信 2 条 · ¥0.10 · 联通" }).waitFor();
      await page.getByTestId("composer").fill("早");
      await price.filter({ hasText: "短信 1 条 · ¥0.05 · 联通" }).waitFor();
      await page.getByTestId("sms-switch").click();
      await price.waitFor({ state: "detached" });
      await page.getByTestId("composer").press("Enter");
      const send = bubbles(page, { text: "早" }).getByTestId("sms-send");
      await send.waitFor();
      expect(await handset.received()).toEqual([]);
      await send.click();
      await state(app, "早", "delivered");
      expect(await handset.received()).toHaveLength(1);
      await page.getByTestId("sms-state").click();
      await page.getByTestId("sms-info").getByText("到达手机").waitFor();
      expect(await page.getByTestId("sms-info").locator("dd").allTextContents()).toEqual([
        "短信 · 联通",
        "1",
        "¥0.05",
      ]);
    }, DAY()),
  LIMIT_MS,
);

test(
  "a handset that is off gets it when it is on again, and one that is suspended is said to be so",
  () =>
    onStage(async (stage) => {
      const { app, handset } = await withHandset(stage, carol.number);
      await handset.set({ line: "off" });
      await sendText(app, "在吗？");
      await state(app, "在吗？", "sent");
      await handset.set({ line: "on" });
      await state(app, "在吗？", "delivered");

      await handset.set({ line: "suspended" });
      await sendText(app, "电话打不通");
      await state(app, "电话打不通", "failed");
      const note = bubbles(app.page, { text: "电话打不通" }).getByTestId("sms-failed");
      expect(await note.textContent()).toContain("停机");
      await note.getByTestId("sms-details").click();
      await app.page.getByTestId("sms-info-state").filter({ hasText: "停机" }).waitFor();
    }, DAY()),
  LIMIT_MS,
);

test(
  "who has opted out gets no SMS, and the composer says what can be done; nothing stops the conversation",
  () =>
    onStage(async (stage) => {
      const { app, handset } = await withHandset(stage, bob.number);
      const { page } = app;
      await sendText(app, "周末爬山吗？");
      await handset.sms();
      await handset.write("TD");
      await handset.sms(({ text }) => text.includes("退订"));
      await sendText(app, "真的不去？");
      await page.getByTestId("sms-obstacle").filter({ hasText: "已退订" }).waitFor();
      await handset.write("KT");
      await page.reload();
      await page.getByTestId("sms-price").waitFor();
      await sendText(app, "那再问一次");
      await handset.sms(({ text }) => text.includes("那再问一次"));
    }, DAY()),
  LIMIT_MS,
);

test(
  "a voice message reaches a handset as a link, which plays in Chromium and Firefox without the app",
  () =>
    onStage(async (stage) => {
      const { app, handset } = await withHandset(stage, carol.number);
      await holdToTalk(app, () => captured(app.page, 2_000));
      const { text } = await handset.sms(({ text }) => LINK.test(text));
      const link = LINK.exec(text);
      expect(text).toContain("[语音 0:0");

      for (const browser of ["chromium", "firefox"] as const) {
        const stranger = await stage.app({ layout: "pc", language: "zh-CN", browser });
        const page = await stranger.open(link![0]);
        await page.getByRole("heading", { name: `${alice.name} 给你发来一段语音` }).waitFor();
        await page.getByTestId("shared-seek").fill("1000");
        await page.getByTestId("shared-time").filter({ hasText: "0:01 / " }).waitFor();
        await page.getByTestId("shared-play").click();
        await page.waitForFunction(() => document.querySelector("audio")!.ended);
      }
    }, DAY()),
  LIMIT_MS,
);

test(
  "a picture reaches a handset as a link; when it is recalled, and for whoever guesses, a link shows nothing",
  () =>
    onStage(async (stage) => {
      const { app, handset } = await withHandset(stage, carol.number);
      const photo = { name: "photo.jpg", mimeType: "image/jpeg", buffer: photoWithPosition() };
      await app.page.getByTestId("picture-file").setInputFiles(photo);
      const { text } = await handset.sms(({ text }) => LINK.test(text));
      await bubbles(app.page, { type: "image" }).getByTestId("sms-state").click();
      await app.page.getByTestId("sms-info").waitFor();
      await app.page.getByRole("dialog").getByRole("button", { name: "关闭" }).click();
      const stranger = await stage.app({ layout: "phone", language: "zh-CN" });
      stranger.problems.expect(/the server responded with a status of 404/);
      const page = await stranger.open(LINK.exec(text)![0]);
      await page.waitForFunction(() => (document.querySelector("img")?.naturalWidth ?? 0) > 0);

      await stranger.page.goto(`${stranger.url}/s#${"A".repeat(22)}`);
      await page.getByRole("heading", { name: "链接已经失效" }).waitFor();
      await bubbles(app.page, { type: "image" }).click({ button: "right" });
      await app.page.getByTestId("message-recall").click();
      await app.page.locator("[data-testid=message][data-type=recalled]").waitFor();
      const open = () => fetch(`${stage.server.url}/s/open`, { method: "POST", body: tokenIn(text) });
      await until("the link to be empty", async () => (await open()).status === 404);
    }, DAY()),
  LIMIT_MS,
);

test(
  "in a group the price is for all who have no app, and each of them answers into the group",
  () =>
    onStage(async (stage) => {
      const app = await stage.app({ layout: "phone", language: "zh-CN" });
      await signUp(app, alice);
      const { page } = app;
      for (const { number, name } of [bob, carol]) {
        await addFriend(app, number, name);
        await page.getByTestId("back").click();
      }
      await createGroup(app, "周末爬山", { people: [bob.name, carol.name] });
      await page.getByTestId("composer").fill("六点出发");
      const price = page.getByTestId("price").filter({ hasText: "2 人 · 短信 2 条 · ¥0.10" });
      expect(await price.textContent()).toMatch(/联通、电信$|电信、联通$/);
      await page.getByTestId("composer").press("Enter");
      const handsets = [bob, carol].map(({ number }) => new Handset(stage.server.url, number));
      for (const [index, handset] of handsets.entries()) {
        await handset.sms(({ text }) => text.includes("六点出发"));
        await handset.write(`好的 ${index}`);
        await bubbles(page, { text: `好的 ${index}` })
          .getByTestId("sms-written")
          .waitFor();
      }
      await state(app, "六点出发", "delivered");
      await page.getByTestId("sms-state").click();
      const people = page.getByTestId("sms-info").locator("h3");
      await people.nth(1).waitFor();
      expect(await people.count()).toBe(2);
    }, DAY()),
  LIMIT_MS,
);

test(
  "at night the sender is asked: what waits says until when",
  () =>
    onStage(async (stage) => {
      const { app, handset } = await withHandset(stage, bob.number);
      const { page } = app;
      await page.getByTestId("sms-night-wait").waitFor();
      await sendText(app, "明早再说");
      await bubbles(page, { text: "明早再说" }).getByTestId("sms-waits").waitFor();
      await page.getByTestId("sms-night-now").click();
      await sendText(app, "还是现在说");
      await handset.sms(({ text }) => text.includes("还是现在说"));
      expect(await handset.received()).toHaveLength(1);
    }, NIGHT()),
  LIMIT_MS,
);

test(
  "what is done when somebody with the app is not reached is chosen per contact, on all devices",
  () =>
    onStage(async (stage) => {
      const phone = await stage.app({ layout: "phone", language: "zh-CN" });
      const pc = await stage.app({ layout: "pc" });
      await signUp(phone, alice);
      await signUp(pc, bob);
      await addFriend(phone, bob.number);
      const { page } = phone;
      const open = async (): Promise<void> => {
        await page.getByTestId("conversation-more").click();
        await page.getByTestId("menu-fallback").click();
      };
      await open();
      expect(await page.getByTestId("fallback-notice").isChecked()).toBeTrue();
      await page.getByTestId("fallback-ask").check();
      await page.getByTestId("fallback-after").selectOption("300");
      await page.getByTestId("fallback-unless").selectOption("read");
      await page.getByTestId("fallback-save").click();
      await page.getByTestId("fallback").waitFor({ state: "detached" });
      await page.reload();
      await open();
      expect(await page.getByTestId("fallback-ask").isChecked()).toBeTrue();
      expect(await page.getByTestId("fallback-after").inputValue()).toBe("300");
      await page.getByTestId("fallback-default").click();
      await page.getByTestId("fallback").waitFor({ state: "detached" });
      await open();
      expect(await page.getByTestId("fallback-notice").isChecked()).toBeTrue();
    }, DAY()),
  LIMIT_MS,
);

/** Alice on her phone and Bob at his PC, who know each other. */
async function friends(stage: Stage): Promise<{ phone: App; pc: App }> {
  const phone = await stage.app({ layout: "phone", language: "zh-CN" });
  const pc = await stage.app({ layout: "pc" });
  await Promise.all([signUp(phone, alice), signUp(pc, bob)]);
  await introduce(phone, alice.number, pc, bob.number);
  return { phone, pc };
}

async function choose({ page }: App, mode: string, unless: string): Promise<void> {
  await page.getByTestId("conversation-more").click();
  await page.getByTestId("menu-fallback").click();
  await page.getByTestId(`fallback-${mode}`).check();
  await page.getByTestId("fallback-unless").selectOption(unless);
  await page.getByTestId("fallback-save").click();
  await page.getByTestId("fallback").waitFor({ state: "detached" });
}

test(
  "who is away for ten minutes is told by SMS that there is something, which the bubble says before and after",
  () => {
    const clock = new LeapingClock();
    return onStage(
      async (stage) => {
        const { phone, pc } = await friends(stage);
        await pc.context.close();
        await sendText(phone, "记得带相机");
        const bubble = bubbles(phone.page, { text: "记得带相机" });
        await bubble.getByTestId("sms-planned").filter({ hasText: "未送达则短信提醒" }).waitFor();
        clock.leap(11 * MINUTE_MS);
        const notice = await new Handset(stage.server.url, bob.number).sms(({ text }) =>
          text.includes("Alice"),
        );
        expect(notice.text).not.toContain("记得带相机");
        await bubble.getByText("短信提醒").waitFor();
        await bubble.getByTestId("sms-planned").waitFor({ state: "detached" });
        await waitForState(bubble, "sent");
      },
      { clock },
    );
  },
  LIMIT_MS,
);

test(
  "who is to be asked before an SMS goes out is asked in the bubble, with the price",
  () => {
    const clock = new LeapingClock();
    return onStage(
      async (stage) => {
        const { phone, pc } = await friends(stage);
        await choose(phone, "ask", "delivered");
        await pc.context.close();
        await sendText(phone, "记得带相机");
        const bubble = bubbles(phone.page, { text: "记得带相机" });
        await bubble.getByTestId("sms-planned").waitFor();
        clock.leap(11 * MINUTE_MS);
        const send = bubble.getByTestId("sms-asked").getByTestId("sms-send");
        expect(await send.textContent()).toBe("发短信 ¥0.05");
        await send.click();
        await new Handset(stage.server.url, bob.number).sms(({ text }) => text.includes("记得带相机"));
        await state(phone, "记得带相机", "delivered");
      },
      { clock },
    );
  },
  LIMIT_MS,
);

test(
  "what waits for a message to be read is gone the moment it is read",
  () =>
    onStage(async (stage) => {
      const { phone, pc } = await friends(stage);
      await choose(phone, "notice", "read");
      await pc.page.goto(pc.url);
      await pc.page.getByTestId("conversation").waitFor();
      await sendText(phone, "记得带相机");
      const planned = bubbles(phone.page, { text: "记得带相机" }).getByTestId("sms-planned");
      await planned.filter({ hasText: "未读则短信提醒" }).waitFor();
      await openConversation(pc);
      await planned.waitFor({ state: "detached" });
    }, DAY()),
  LIMIT_MS,
);
