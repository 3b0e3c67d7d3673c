import { codeOn } from "../../../packages/testkit/src/index.ts";
import type { App } from "./app.ts";

export interface Identity {
  name: string;
  /** E.164. */
  number: string;
}

/** Signs somebody up, or in, through the page; afterwards the list of chats is there. */
export async function signUp(app: App, { name, number }: Identity): Promise<void> {
  const page = await app.open();
  await sendCode(app, number);
  await page.getByTestId("code").fill(await codeOn(app.line.url, number));
  const named = page.getByTestId("add-friend");
  const unnamed = page.getByTestId("name");
  await named.or(unnamed).waitFor();
  if (await unnamed.isVisible()) {
    await unnamed.fill(name);
    await page.getByTestId("name-submit").click();
  }
  await named.waitFor();
}

/** The first step: the number of mainland China, as it is written there. */
export async function sendCode({ page }: App, number: string): Promise<void> {
  await page.getByTestId("number").fill(number.replace(/^\+86/, ""));
  await page.getByTestId("carrier").waitFor();
  await page.getByTestId("send-code").click();
}
