import { expect, test } from "bun:test";
import { codeOn, PEOPLE, smsTo } from "../../packages/testkit/src/index.ts";
import type { App } from "./stage/app.ts";
import { addFriend, openConversation, sendText } from "./stage/chat.ts";
import { sendCode, signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";

const { alice, bob, carol } = PEOPLE;
const LIMIT_MS = 60_000;

test(
  "a passkey is added in the settings and signs in another time, without a number",
  () =>
    onStage(async (stage) => {
      const app = await stage.app({ layout: "pc", host: "localhost" });
      const page = await app.open();
      await holdAuthenticator(app);
      await page.getByTestId("code").fill(await sendCode(app, alice.number));
      await page.getByTestId("name").fill(alice.name);
      await page.getByTestId("name-submit").click();
      await page.getByTestId("settings").click();
      await page.getByTestId("add-passkey").click();
      await page.getByTestId("passkey").waitFor();
      await page.getByTestId("sign-out").click();
      await page.getByTestId("sign-out-confirm").click();
      await page.getByTestId("passkey-sign-in").click();
      await page.getByTestId("add-friend").waitFor();
      await page.getByTestId("settings").click();
      await page.getByTestId("passkey").getByText("Last used").waitFor();
      expect(await page.getByTestId("settings-name").inputValue()).toBe(alice.name);
    }),
  LIMIT_MS,
);

test(
  "the PIN is changed by who knows it, and a device is renamed",
  () =>
    onStage(async (stage) => {
      const app = await stage.app();
      await signUp(app, alice);
      const { page } = app;
      await page.getByTestId("settings").click();
      await page.getByTestId("set-pin").click();
      await page.getByTestId("new-pin").fill("correct horse");
      await page.getByTestId("pin-save").click();
      await page.getByTestId("remove-pin").click();
      app.problems.expect(/the server responded with a status of 403/);
      await page.getByTestId("present-pin").fill("wrong horse");
      await page.getByTestId("pin-save").click();
      await page.getByText("The PIN is not right.").waitFor();
      await page.getByTestId("present-pin").fill("correct horse");
      await page.getByTestId("pin-save").click();
      await page.getByText("The PIN is removed.").waitFor();

      await page.getByTestId("device-rename").click();
      await page.getByTestId("device-name").fill("我的手机");
      await page.getByTestId("device-name-save").click();
      await page.getByTestId("device").getByText("我的手机").waitFor();
    }),
  LIMIT_MS,
);

test(
  "a number is changed with a code to the new one, and friends see it",
  () =>
    onStage(async (stage) => {
      const [app, friend] = [await stage.app({ language: "zh-CN" }), await stage.app({ layout: "pc" })];
      await signUp(app, alice);
      await signUp(friend, bob);
      await addFriend(app, bob.number);
      await sendText(app, "我要换号码了");
      await openConversation(friend);
      const { page } = app;
      await page.getByTestId("back").click();
      await page.getByTestId("settings").click();
      await page.getByTestId("change-number").click();
      await page.getByRole("dialog").getByTestId("number").fill(carol.number.replace("+86", ""));
      const before = (await smsTo(app.line.url, carol.number)).length;
      await page.getByTestId("change-number-send").click();
      await page.getByTestId("code").fill(await codeOn(app.line.url, carol.number, before));
      await page.getByTestId("code-submit").click();
      await page.locator(".settings .number").getByText("+86 189 0018 9003").waitFor();
      await friend.page.locator(".conversation-who").getByText("+86 189 0018 9003").waitFor();
    }),
  LIMIT_MS,
);

test(
  "an account that is deleted says so, and signing in again keeps it",
  () =>
    onStage(async (stage) => {
      const app = await stage.app();
      await signUp(app, alice);
      const { page } = app;
      await page.getByTestId("settings").click();
      await page.getByTestId("set-pin").click();
      await page.getByTestId("new-pin").fill("correct horse");
      await page.getByTestId("pin-save").click();
      await page.getByText("The PIN is set.").waitFor();
      await page.getByTestId("delete-account").click();
      await page.getByTestId("delete-next").click();
      await page.getByTestId("delete-pin").fill("correct horse");
      await page.getByTestId("delete-confirm").click();
      await page.getByText("Your account will be deleted in seven days.").waitFor();

      const other = await stage.app();
      const again = await other.open();
      other.problems.expect(/the server responded with a status of 4\d\d/);
      await again.getByTestId("code").fill(await sendCode(other, alice.number));
      await again.getByTestId("pin").fill("correct horse");
      await again.getByTestId("pin-submit").click();
      await again.getByRole("heading", { name: "Keep this account?" }).waitFor();
      await again.getByTestId("restore").click();
      await again.getByTestId("settings").click();
      expect(await again.getByTestId("settings-name").inputValue()).toBe(alice.name);
    }),
  LIMIT_MS,
);

/** An authenticator of the browser's own making, which always says yes. */
async function holdAuthenticator({ context, page }: App): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
