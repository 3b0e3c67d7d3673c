import { expect, test } from "bun:test";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import { addFriend, openConversation, sendText, textsOn } from "./stage/chat.ts";
import { readQrCode } from "./stage/qr.ts";
import { signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";

const { alice, bob } = PEOPLE;
const LIMIT_MS = 60_000;

test(
  "a PC is signed in by scanning its QR code, with the whole history, after the phone has shown what it is",
  () =>
    onStage(async (stage) => {
      const [phone, pc] = [await stage.app(), await stage.app({ layout: "pc" })];
      await signUp(phone, alice);
      await addFriend(phone, bob.number);
      await sendText(phone, "吃了吗？");
      await phone.page.getByTestId("back").click();

      const page = await pc.open();
      const text = await readQrCode(page);
      expect(text).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/link#lnk_/);
      await phone.page.getByTestId("settings").click();
      await phone.page.getByTestId("link-device").click();
      await phone.page.getByTestId("qr-text").fill(text);
      await phone.page.getByTestId("qr-text-submit").click();
      await phone.page.getByTestId("link-name").getByText("Chrome, Linux").waitFor();
      expect(await phone.page.getByTestId("link-place").textContent()).toBe("On the server's own machine");
      await page.getByText("Confirm it on your phone.").waitFor();
      await phone.page.getByTestId("link-allow").click();
      await openConversation(pc);
      expect(await textsOn(page)).toEqual(["吃了吗？"]);
      await phone.page.getByTestId("device").nth(1).waitFor();
    }),
  LIMIT_MS,
);

test(
  "the phone reads the code from a picture of it, and what was refused there can be asked for again",
  () =>
    onStage(async (stage) => {
      const [phone, pc] = [
        await stage.app({ language: "zh-CN" }),
        await stage.app({ layout: "pc", language: "zh-CN" }),
      ];
      await signUp(phone, alice);
      const page = await pc.open();
      const shown = async () => {
        const { x, y, width, height } = (await page.getByTestId("qr-code").boundingBox())!;
        return page.screenshot({ clip: { x: x - 20, y: y - 20, width: width + 40, height: height + 40 } });
      };
      const scan = async () => {
        const picture = { name: "code.png", mimeType: "image/png", buffer: await shown() };
        await phone.page.getByTestId("qr-file").setInputFiles(picture);
      };
      await page.getByTestId("qr-code").waitFor();
      await phone.page.getByTestId("settings").click();
      await phone.page.getByTestId("link-device").click();
      await scan();
      await phone.page.getByTestId("link-refuse").click();
      await page.getByText("手机上已拒绝。").waitFor();
      await page.getByTestId("link-renew").click();
      await page.locator("[data-testid=link-code][data-phase=waiting]").waitFor();
      await phone.page.getByTestId("link-device").click();
      await scan();
      await phone.page.getByTestId("link-allow").click();
      await page.getByTestId("add-friend").waitFor();
    }),
  LIMIT_MS,
);

test(
  "the phone's own camera opens the app with the code, which asks at once",
  () =>
    onStage(async (stage) => {
      const [phone, pc] = [await stage.app(), await stage.app({ layout: "pc" })];
      await signUp(phone, alice);
      const text = await readQrCode(await pc.open());
      await phone.page.goto(phone.url + new URL(text).pathname + new URL(text).hash);
      await phone.page.getByTestId("link-allow").click();
      await pc.page.getByTestId("add-friend").waitFor();
      expect(new URL(phone.page.url()).pathname + new URL(phone.page.url()).hash).toBe("/");
    }),
  LIMIT_MS,
);

test(
  "a code that is none for linking a device says so, and a phone shows none to scan",
  () =>
    onStage(async (stage) => {
      const phone = await stage.app();
      await signUp(phone, alice);
      await phone.page.getByTestId("settings").click();
      await phone.page.getByTestId("link-device").click();
      await phone.page.getByTestId("qr-text").fill("https://example.org/");
      await phone.page.getByTestId("qr-text-submit").click();
      await phone.page.getByText("This is not a code for linking a device.").waitFor();
      const other = await stage.app();
      const page = await other.open();
      await page.getByTestId("number").waitFor();
      expect(await page.getByTestId("link-code").count()).toBe(0);
    }),
  LIMIT_MS,
);
