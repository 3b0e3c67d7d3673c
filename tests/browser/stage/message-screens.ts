import type { App } from "./app.ts";
import { bubbles, sendText } from "./chat.ts";
import { film } from "./film.ts";
import { chooseFor, openMenuOf } from "./messages.ts";
import { photoWithPosition } from "./photo.ts";
import type { Look } from "./screens.ts";

const NEWEST_WORDS = "那就九点，西门见";

const photo = (name: string) => ({ name, mimeType: "image/jpeg", buffer: photoWithPosition() });

/** Everything that can stand in a conversation, and everything that can be done with it. Both have it open. */
export async function messageScreens(app: App, friend: App, page_url: string, look: Look): Promise<void> {
  await sayEverything(app, friend, page_url);
  await look("everything");
  await scrollUp(app, look);
  await menus(app, look);
  await composing(app, look);
  await settingThings(app, look);
}

async function sayEverything(app: App, friend: App, page_url: string): Promise<void> {
  const { page } = friend;
  await page.getByTestId("picture-file").setInputFiles([photo("1.jpg"), photo("2.jpg"), photo("3.jpg")]);
  await app.page.locator(".album-of-3 .picture[data-loaded=true]").nth(2).waitFor();
  await page.getByTestId("any-file").setInputFiles({
    name: "西山步道 – route and everything to bring along (final version).pdf",
    mimeType: "application/pdf",
    buffer: Buffer.alloc(300_000, "%PDF-1.7 "),
  });
  await app.page.locator(".file").waitFor();
  const clip = { name: "clip.webm", mimeType: "video/webm", buffer: film() };
  await app.page.getByTestId("picture-file").setInputFiles(clip);
  await page.locator(".video-poster img").waitFor();
  await page.getByTestId("attach").click();
  await page.getByTestId("attach-location").click();
  await page.getByTestId("coordinates").fill("39.99, 116.19");
  await page.getByTestId("place-name").fill("香山公园北门");
  await page.getByTestId("send-location").click();
  await app.page.locator(".location").waitFor();
  await sendCard(app);
  await page.locator(".contact-card").waitFor();
  await page.getByTestId("composer").fill(`路线在这里：${page_url}`);
  await page.getByTestId("composing-preview").waitFor();
  await page.getByTestId("composer").press("Enter");
  await app.page.locator(".bubble .link-preview").waitFor();
  await sendText(friend, "**记得带**：\n- 水\n- *防晒霜*\n- `身份证`\n> 门票提前买");
  await sendText(app, "几点出發？八点还是九点？");
  await bubbles(page, { text: "八点还是九点" }).waitFor();
  await chooseFor(friend, "八点还是九点", "reply");
  await sendText(friend, "九点吧");
  await bubbles(app.page, { text: "九点吧" }).waitFor();
  await (await openMenuOf(app, "九点吧")).getByTestId("react").first().click();
  await bubbles(page, { text: "九点吧" }).last().getByTestId("reaction").click();
  await sendText(friend, "Typed in the wrong chat, sorry");
  await bubbles(app.page, { text: "wrong chat" }).waitFor();
  await chooseFor(friend, "wrong chat", "recall");
  await app.page.getByTestId("recalled").waitFor();
  await sendText(app, "那就九点，东门见");
  await bubbles(page, { text: "东门见" }).waitFor();
  await app.page.getByTestId("composer").press("ArrowUp");
  await app.page.getByTestId("composing-bar").waitFor();
  await sendText(app, NEWEST_WORDS);
  await bubbles(page, { text: NEWEST_WORDS }).getByTestId("edited").waitFor();
  await chooseFor(friend, NEWEST_WORDS, "pin");
  await app.page.getByTestId("pinned-bar").waitFor();
}

/** Of Carol, who is known by her number only. */
async function sendCard({ page }: App): Promise<void> {
  await page.getByTestId("attach").click();
  await page.getByTestId("attach-contact_card").click();
  await page.getByTestId("contact-choice").filter({ hasText: "9003" }).click();
}

/** The conversation is longer than the screen. */
async function scrollUp({ page }: App, look: Look): Promise<void> {
  const list = page.getByTestId("messages");
  await list.evaluate((element) => element.scrollBy(0, -0.85 * element.clientHeight));
  await look("everything-above");
  await list.evaluate((element) => element.scrollBy(0, -0.85 * element.clientHeight));
  await look("everything-top");
  await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
}

async function menus(app: App, look: Look): Promise<void> {
  const { page } = app;
  await openMenuOf(app, NEWEST_WORDS);
  await look("message-menu");
  await page.keyboard.press("Escape");
  await bubbles(page, { text: NEWEST_WORDS }).getByTestId("edited").click();
  await page.getByTestId("wordings").locator("p").nth(1).waitFor();
  await look("wordings");
  await page.keyboard.press("Escape");
  await chooseFor(app, "九点吧", "favourite");
  await chooseFor(app, NEWEST_WORDS, "select");
  await page.getByTestId("selection-bar").waitFor();
  await look("selection");
  await page.getByTestId("selection-forward").click();
  await page.locator(".chat-picker label").first().waitFor();
  await look("forward");
  await page.keyboard.press("Escape");
  await page.getByTestId("selection-stop").click();
}

async function composing(app: App, look: Look): Promise<void> {
  const { page } = app;
  await chooseFor(app, "九点吧", "reply");
  await page.getByTestId("composer").fill("好的");
  await look("replying");
  await page.getByTestId("composing-stop").click();
  await page.getByTestId("send-later").click();
  await page.getByTestId("schedule-tomorrow").waitFor();
  await look("schedule");
  await page.getByTestId("schedule-tomorrow").click();
  await page.getByTestId("schedule-submit").click();
  await page.getByTestId("scheduled-bar").waitFor();
  await look("scheduled-bar");
  await page.getByTestId("scheduled-bar").click();
  await page.getByTestId("scheduled-list").waitFor();
  await look("scheduled");
  await page.keyboard.press("Escape");
  await page.getByTestId("attach").click();
  await page.getByTestId("attach-location").waitFor();
  await look("attach");
  await page.getByTestId("attach-location").click();
  await page.getByTestId("coordinates").waitFor();
  await look("attach-location");
  await page.keyboard.press("Escape");
  await page.locator(".location").click();
  await page.getByRole("dialog").getByRole("link").first().waitFor();
  await look("location-sites");
  await page.keyboard.press("Escape");
}

async function settingThings(app: App, look: Look): Promise<void> {
  const { page } = app;
  await page.getByTestId("conversation-more").click();
  await page.getByTestId("menu-disappearing").waitFor();
  await look("conversation-menu");
  await page.getByTestId("menu-disappearing").click();
  await page.getByTestId("disappear-hour").waitFor();
  await look("disappearing");
  await page.getByTestId("disappear-hour").check();
  await page.getByRole("dialog").first().waitFor({ state: "detached" });
  await sendText(app, "这条会消失");
  await bubbles(page, { text: "这条会消失" }).getByTestId("countdown").waitFor();
  await look("disappearing-message");
}
