import { Handset, PEOPLE } from "../../../packages/testkit/src/index.ts";
import type { App } from "./app.ts";
import { addFriend, bubbles, sendText } from "./chat.ts";
import type { Look } from "./screens.ts";
import type { Stage } from "./stage.ts";
import { capturedMore, holdToTalk } from "./talk.ts";

const { bob, frank } = PEOPLE;
/** Whom no other screen signs in, so that SMS is the only way. */
const WITHOUT_APP = "+8618900139004";

/** What is seen of somebody without the app, beginning and ending at the list. */
export async function smsScreens(stage: Stage, app: App, look: Look): Promise<void> {
  const link = await talkingBySms(stage, app, look);
  await toList(app);
  await nightInLondon(app, look);
  await toList(app);
  await fallback(app, look);
  await sharedLink(app, link, look);
}

/** Answers the link that she got. */
async function talkingBySms(stage: Stage, app: App, look: Look): Promise<string> {
  const { page } = app;
  const phone = new Handset(stage.server.url, WITHOUT_APP);
  await addFriend(app, WITHOUT_APP);
  await page.getByTestId("composer").fill("周六上午九点在西直门地铁站 A 口见，记得带水。".repeat(3));
  await look("sms-price");
  await page.getByTestId("composer").press("Enter");
  await phone.sms();
  await phone.write("好的，我带上相机");
  await page.getByTestId("sms-written").waitFor();
  await holdToTalk(app, () => capturedMore(page, 3_000));
  const { text } = await phone.sms((sms) => sms.text.includes("/s#"));
  await phone.set({ line: "suspended" });
  await sendText(app, "你那边信号怎么样？");
  await bubbles(page, { text: "信号" }).getByTestId("sms-failed").waitFor();
  await look("sms-conversation");
  await page.getByTestId("sms-details").click();
  await page.getByTestId("sms-info").locator("ol li").first().waitFor();
  await look("sms-info");
  await page.keyboard.press("Escape");
  await phone.set({ line: "on" });
  await phone.write("退订");
  await sendText(app, "还在吗？");
  await page.getByTestId("sms-obstacle").waitFor();
  await look("sms-opted-out");
  return /\/s#\S+/.exec(text)![0];
}

async function nightInLondon(app: App, look: Look): Promise<void> {
  await addFriend(app, frank.number);
  await app.page.getByTestId("sms-night").waitFor();
  await look("sms-night");
}

async function fallback(app: App, look: Look): Promise<void> {
  const { page } = app;
  await addFriend(app, bob.number);
  await page.getByTestId("conversation-more").click();
  await page.getByTestId("menu-fallback").click();
  await page.getByTestId("fallback").waitFor();
  await look("fallback");
  await page.keyboard.press("Escape");
}

/** In the same window, as from an SMS on the same phone. */
async function sharedLink({ page, url, problems }: App, link: string, look: Look): Promise<void> {
  await page.goto(url + link);
  await page.getByTestId("shared-voice").waitFor();
  await look("shared-voice");
  problems.expect(/the server responded with a status of 404/);
  await page.goto(`${url}/s#${"A".repeat(22)}`);
  await page.locator("[data-testid=shared][data-state=gone]").waitFor();
  await look("shared-gone");
  await page.goto(url);
  await page.getByTestId("conversation").first().waitFor();
}

async function toList({ page }: App): Promise<void> {
  if (await page.getByTestId("back").isVisible()) await page.getByTestId("back").click();
  await page.getByTestId("conversation").first().waitFor();
}
