import { post } from "../../../packages/testkit/src/index.ts";
import type { App } from "./app.ts";
import type { Look } from "./screens.ts";
import { sendCode, typeNumber } from "./sign-up.ts";

/** The ways to prove a number that gets no SMS; afterwards the page asks for a number again. */
export async function waysInScreens(app: App, number: string, look: Look): Promise<void> {
  const { page } = app;
  await sendCode(app, number);
  await page.locator(".signup-links button").first().click();
  app.problems.expect(/the server responded with a status of 4\d\d/);
  await typeNumber(app, number);
  await page.getByTestId("send-code").click(); // too soon after the first
  await page.getByTestId("no-sms").click();
  await page.getByTestId("way-device").waitFor();
  await look("other-ways");
  await page.getByTestId("way-device").click();
  await page.getByTestId("check-digits").waitFor();
  await look("ask-device");
  await page.getByTestId("way-back").click();
  await page.getByTestId("way-sms").click();
  await page.getByTestId("sms-text").waitFor();
  await look("send-sms");
  await page.getByTestId("way-back").click();
  await page.getByTestId("way-none").click();
  await page.getByTestId("number").waitFor();
}

/** Another device asks to be signed in with the number of who looks. */
export async function signInRequestScreen({ page, line }: App, number: string, look: Look): Promise<void> {
  const device = { device_name: "Firefox, Linux", platform: "computer" } as const;
  const { link_id, secret } = await post(line.url, "link/start", device);
  await post(line.url, "link/ask", { link_id, secret, number });
  await page.getByTestId("link-check").waitFor();
  await look("sign-in-request");
  await page.keyboard.press("Escape");
}
