import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import type { App } from "./stage/app.ts";
import { sendCode, signUp, typeNumber } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";

const { alice, bob } = PEOPLE;
const LIMIT_MS = 60_000;

test(
  "AC30 who gets no SMS sends one from the phone, and is signed in",
  () =>
    onStage(async (stage) => {
      const app = await stage.app();
      const page = await app.open();
      await noSms(app, bob.number);
      await page.getByTestId("way-sms").click();
      const text = (await page.getByTestId("sms-text").textContent())!;
      expect(text).toMatch(/^Sign in to Feiliao \d{6}$/);
      const written = new URL((await page.getByTestId("sms-open").getAttribute("href"))!);
      expect(written.searchParams.get("body")).toBe(text);
      expect(written.pathname).toBe((await page.getByTestId("sms-to").textContent())!);
      await writeOn(app, bob.number, text);
      await page.getByTestId("name").waitFor();
    }),
  LIMIT_MS,
);

test(
  "AC31 who gets no SMS is allowed in on another device, with the digits that the new one shows",
  () =>
    onStage(async (stage) => {
      const [phone, pc] = [await stage.app(), await stage.app({ layout: "pc" })];
      await signUp(phone, alice);
      const page = await pc.open();
      await noSms(pc, alice.number);
      await page.getByTestId("way-device").click();
      const digits = (await page.getByTestId("check-digits").textContent())!.trim();
      expect(digits).toMatch(/^\d\d$/);
      await phone.page.getByTestId("link-name").getByText("Chrome, Linux").waitFor();
      expect(await phone.page.getByTestId("link-allow").isDisabled()).toBe(true);
      await phone.page.getByTestId("link-check").fill(digits);
      await phone.page.getByTestId("link-allow").click();
      await page.getByTestId("add-friend").waitFor();
      await phone.page.getByRole("dialog").waitFor({ state: "detached" });
    }),
  LIMIT_MS,
);

test(
  "AC31 wrong digits refuse the new device, and it learns nothing of that",
  () =>
    onStage(async (stage) => {
      const [phone, pc] = [
        await stage.app({ language: "zh-CN" }),
        await stage.app({ layout: "pc", language: "zh-CN" }),
      ];
      await signUp(phone, alice);
      const page = await pc.open();
      await noSms(pc, alice.number);
      await page.getByTestId("way-device").click();
      const digits = (await page.getByTestId("check-digits").textContent())!.trim();
      phone.problems.expect(/the server responded with a status of 4\d\d/);
      await phone.page.getByTestId("link-check").fill(digits === "00" ? "01" : "00");
      await phone.page.getByTestId("link-allow").click();
      await phone.page.getByText("数字不符，已拒绝。").waitFor();
      expect(await page.getByTestId("way-status").textContent()).toContain("正在等待");
      await page.getByTestId("way-back").click();
      await page.getByTestId("way-sms").waitFor();
    }),
  LIMIT_MS,
);

test(
  "AC31 a question that was closed is not asked again here, and is answered where the devices are",
  () =>
    onStage(async (stage) => {
      const [phone, pc] = [await stage.app(), await stage.app({ layout: "pc" })];
      await signUp(phone, alice);
      await pc.open();
      await noSms(pc, alice.number);
      await pc.page.getByTestId("way-device").click();
      const digits = (await pc.page.getByTestId("check-digits").textContent())!.trim();
      await phone.page.getByTestId("link-check").waitFor();
      await phone.page.keyboard.press("Escape");
      await phone.page.getByRole("dialog").waitFor({ state: "detached" });
      await phone.page.reload();
      await phone.page.getByTestId("settings").click();
      await phone.page.getByTestId("answer-request").click();
      await phone.page.getByTestId("link-check").fill(digits);
      await phone.page.getByTestId("link-allow").click();
      await pc.page.getByTestId("add-friend").waitFor();
      await phone.page.getByTestId("postponed-request").waitFor({ state: "detached" });
      await phone.page.getByTestId("device").nth(1).waitFor();
    }),
  LIMIT_MS,
);

test(
  "AC30 an account's registration PIN is asked for after the SMS that was sent",
  () =>
    onStage(async (stage) => {
      const [phone, pc] = [await stage.app(), await stage.app({ layout: "pc" })];
      await signUp(phone, alice);
      await phone.page.evaluate(() =>
        window.__feiliao!.client.call("account/set-pin", { pin: "battery staple" }),
      );
      const page = await pc.open();
      await noSms(pc, alice.number);
      await page.getByTestId("way-sms").click();
      pc.problems.expect(/the server responded with a status of 4\d\d/);
      await writeOn(pc, alice.number, (await page.getByTestId("sms-text").textContent())!);
      await page.getByTestId("pin").fill("battery staple");
      await page.getByTestId("pin-submit").click();
      await page.getByTestId("add-friend").waitFor();
    }),
  LIMIT_MS,
);

test(
  "a number that gets no more codes is offered the other ways at once",
  () =>
    onStage(async (stage) => {
      const app = await stage.app();
      await app.open();
      await sendCode(app, alice.number);
      await app.page.getByRole("button", { name: "Use another number" }).click();
      app.problems.expect(/the server responded with a status of 4\d\d/);
      await typeNumber(app, alice.number);
      await app.page.getByTestId("send-code").click();
      await app.page.getByTestId("no-sms").click();
      await app.page.getByTestId("other-ways").waitFor();
    }),
  LIMIT_MS,
);

const RESEND_PAUSE_MS = 30_000;

/** A code was sent, the pause before the next is over, and nothing has come. */
async function noSms(app: App, number: string): Promise<void> {
  const { page } = app;
  await page.clock.install();
  await sendCode(app, number);
  await page.clock.fastForward(RESEND_PAUSE_MS);
  await page.getByTestId("no-sms").click();
  await page.getByTestId("other-ways").waitFor();
}

/** Writes an SMS on a virtual handset, in another tab. */
async function writeOn(app: App, number: string, text: string): Promise<void> {
  const page: Page = await app.open("/phones");
  await page.getByTestId("handset-number").fill(number);
  await page.getByTestId("handset-open").click();
  const phone = page.getByRole("article");
  await phone.getByTestId("reply").fill(text);
  await phone.getByTestId("reply-send").click();
  await phone.locator('[data-testid=sms][data-state="sent"]').filter({ hasText: text }).waitFor();
  await page.close();
}
