import { expect, test } from "bun:test";
import type { Locator, Page } from "playwright-core";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import type { App } from "./stage/app.ts";
import { photoWithPosition } from "./stage/photo.ts";
import { sendCode, signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";

const LIMIT_MS = 60_000;
const { alice } = PEOPLE;

const CARRIERS = [
  [PEOPLE.alice, "China Mobile", "中国移动"],
  [PEOPLE.bob, "China Unicom", "中国联通"],
  [PEOPLE.carol, "China Telecom", "中国电信"],
] as const;

for (const [person, carrier] of CARRIERS) {
  test(
    `${person.number} of ${carrier} signs up with the code that arrives on its phone`,
    () =>
      onStage(async (stage) => {
        const app = await stage.app();
        const page = await app.open();
        await sendCode(app, person.number);
        const phone = await phoneOf(app, person.number);
        expect(await phone.locator(".carrier").textContent()).toBe(carrier);
        await page.getByTestId("code").fill((await phone.getByTestId("sms-code").textContent())!);
        await page.getByTestId("name").fill(person.name);
        await page.getByTestId("name-submit").click();
        await page.getByRole("heading", { name: "Who do you want to talk to?" }).waitFor();
        await page.getByTestId("settings").click();
        expect(await page.getByTestId("settings-name").inputValue()).toBe(person.name);
      }),
    LIMIT_MS,
  );
}

test(
  "in Chinese the carriers have their Chinese names, in the app and on the phones",
  () =>
    onStage(async (stage) => {
      const app = await stage.app({ language: "zh-CN" });
      const page = await app.open();
      for (const [{ number }, , name] of CARRIERS) {
        await page.getByTestId("number").fill(number);
        await page.getByTestId("carrier").getByText(name).waitFor();
        const phone = await phoneOf(app, number);
        expect(await phone.locator(".carrier").textContent()).toBe(name);
        await phone.page().close();
      }
    }),
  LIMIT_MS,
);

test(
  "a wrong code is explained with the tries that are left, and the right one still works",
  () =>
    onStage(async (stage) => {
      const app = await stage.app();
      const page = await app.open();
      const code = await sendCode(app, alice.number);
      app.problems.expect(/the server responded with a status of 4\d\d/);
      await page.getByTestId("code").fill(anotherCode(code));
      await page.getByText("This is not the code we sent. 4 tries left.").waitFor();
      await page.getByTestId("code").fill(code);
      await page.getByTestId("name").waitFor();
    }),
  LIMIT_MS,
);

test(
  "a number that cannot exist is refused before anything is sent",
  () =>
    onStage(async (stage) => {
      const app = await stage.app();
      const page = await app.open();
      await page.getByTestId("country").locator("option").nth(200).waitFor({ state: "attached" });
      await page.getByTestId("number").fill("138");
      await page.getByTestId("send-code").click();
      await page.getByRole("alert").getByText("This is not a phone number").waitFor();
      expect(await page.getByTestId("number").getAttribute("aria-invalid")).toBe("true");
    }),
  LIMIT_MS,
);

test(
  "the picture chosen with the name is shown as one's own, a square without metadata",
  () =>
    onStage(async (stage) => {
      const app = await stage.app();
      const page = await app.open();
      await page.getByTestId("code").fill(await sendCode(app, alice.number));
      await page.getByTestId("name").fill(alice.name);
      const buffer = photoWithPosition();
      await page
        .getByTestId("profile-picture")
        .setInputFiles({ name: "me.jpg", mimeType: "image/jpeg", buffer });
      await page.locator(".picture-picker img").waitFor();
      await page.getByTestId("name-submit").click();
      await page.locator(".sidebar-me img").waitFor();
      const { width, height, text } = await ownPicture(page);
      expect([width, height]).toEqual([256, 256]);
      expect(text).not.toContain("Exif");
    }),
  LIMIT_MS,
);

test(
  "the same number on a second device is the same account",
  () =>
    onStage(async (stage) => {
      const [first, second] = [await stage.app(), await stage.app({ layout: "pc" })];
      await signUp(first, alice);
      await signUp(second, { ...alice, name: "somebody else" });
      await second.page.getByTestId("settings").click();
      expect(await second.page.getByTestId("settings-name").inputValue()).toBe(alice.name);
      await second.page.getByTestId("device").nth(1).waitFor();
    }),
  LIMIT_MS,
);

/** Takes a virtual handset into the hand, in another tab. */
async function phoneOf(app: App, number: string): Promise<Locator> {
  const page = await app.open("/phones");
  await page.getByTestId("handset-number").fill(number);
  await page.getByTestId("handset-open").click();
  return page.getByRole("article");
}

function anotherCode(code: string): string {
  return code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
}

async function ownPicture(page: Page): Promise<{ width: number; height: number; text: string }> {
  return page.evaluate(async () => {
    const { client } = window.__feiliao!;
    const bytes = await client.media("me", client.profile!.picture!);
    const { width, height } = await createImageBitmap(new Blob([bytes]));
    return { width, height, text: new TextDecoder("latin1").decode(bytes) };
  });
}
