import { codeOn, smsTo } from "../../../packages/testkit/src/index.ts";
import type { App } from "./app.ts";

export interface Identity {
  name: string;
  /** E.164. */
  number: string;
}

/** Signs somebody up, or in, through the page; afterwards the list of chats is there. */
export async function signUp(app: App, { name, number }: Identity): Promise<void> {
  const page = await app.open();
  await page.getByTestId("code").fill(await sendCode(app, number));
  const named = page.getByTestId("add-friend");
  const unnamed = page.getByTestId("name");
  await named.or(unnamed).waitFor();
  if (await unnamed.isVisible()) {
    await unnamed.fill(name);
    await page.getByTestId("name-submit").click();
  }
  await named.waitFor();
}

/** The first step, with a number of mainland China as it is written there. Answers the code that then arrives. */
export async function sendCode(app: App, number: string): Promise<string> {
  await typeNumber(app, number);
  return codeAfter(app, number, () => app.page.getByTestId("send-code").click());
}

export async function typeNumber({ page }: App, number: string): Promise<void> {
  await page.getByTestId("number").fill(number.replace(/^\+86/, ""));
  await page.getByTestId("carrier").waitFor();
}

/** The code that arrives on a phone because of what is done. */
export async function codeAfter(
  { page, line }: App,
  number: string,
  act: () => Promise<void>,
): Promise<string> {
  const before = (await smsTo(line.url, number)).length;
  await act();
  await page.getByTestId("code").waitFor();
  return codeOn(line.url, number, before);
}
