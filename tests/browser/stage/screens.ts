import {
  page as answerPage,
  loopbackOnly,
  startSite,
} from "../../../packages/server/src/preview/testing/site.ts";
import { PEOPLE } from "../../../packages/testkit/src/index.ts";
import type { App } from "./app.ts";
import { addFriend, bubbles, introduce, sendText, waitForState } from "./chat.ts";
import { groupScreens } from "./group-screens.ts";
import { dayInShanghai } from "./hour.ts";
import { messageScreens } from "./message-screens.ts";
import { photoWithPosition } from "./photo.ts";
import { readQrCode } from "./qr.ts";
import { sendCode, signUp, typeNumber } from "./sign-up.ts";
import { smsScreens } from "./sms-screens.ts";
import { onStage, type Stage } from "./stage.ts";
import { captured, holdToTalk } from "./talk.ts";
import { signInRequestScreen, waysInScreens } from "./ways-in-screens.ts";

const { alice, bob, carol } = PEOPLE;

/** What is done with each screen that is come to, by its name. */
export type Look = (name: string) => Promise<void>;

const SITE = `<meta property="og:site_name" content="西山森林公园"><title>西山步道：从北门到望京亭</title>
<meta name="description" content="全程 6.2 km，爬升 410 m，约三小时。The path is open from six to six.">`;

/** A stage with a web site that conversations can link to: {@link walkScreens} needs it. */
export async function onSet(act: (stage: Stage, page_url: string) => Promise<void>): Promise<void> {
  const site = await startSite((_, response) => answerPage(response, SITE));
  try {
    const overrides = { outside: loopbackOnly([site.port]), clock: dayInShanghai() };
    await onStage((stage) => act(stage, site.url("/trails/west")), overrides);
  } finally {
    await site.close();
  }
}

/** Goes to every screen of the app in turn and lets somebody look at it. */
export async function walkScreens(stage: Stage, app: App, page_url: string, look: Look): Promise<void> {
  await signingUp(app, look);
  await emptyScreens(app, look);
  const friend = await talkingToBob(stage, app);
  await conversations(app, look);
  await searching(app, look);
  await messageScreens(app, friend, page_url, look);
  await toList(app);
  await groupScreens(stage, app, friend, look);
  await toList(app);
  await smsScreens(stage, app, look);
  await settings(stage, app, look);
}

async function signingUp(app: App, look: Look): Promise<void> {
  const page = await app.open();
  await typeNumber(app, alice.number);
  await look("number");
  await waysInScreens(app, carol.number, look);
  const code = await sendCode(app, alice.number);
  await look("code");
  app.problems.expect(/the server responded with a status of 4\d\d/);
  await page.getByTestId("code").fill(code.replace(/^./, (digit) => String((Number(digit) + 1) % 10)));
  await page.locator(".error").waitFor();
  await look("code-wrong");
  await page.getByTestId("code").fill(code);
  await page.getByTestId("name").fill(alice.name);
  await look("name");
  await page.getByTestId("name-submit").click();
}

async function emptyScreens(app: App, look: Look): Promise<void> {
  const { page } = app;
  await page.getByTestId("add-friend").waitFor();
  await look("list-empty");
  await signInRequestScreen(app, alice.number, look);
  await page.getByTestId("add-friend").click();
  await page.getByRole("dialog").getByTestId("number").fill("1380");
  await page.getByTestId("add-submit").click();
  await page.getByRole("dialog").getByRole("alert").waitFor();
  await look("add-friend");
  await page.keyboard.press("Escape");
}

/** A conversation with everything in it. */
async function talkingToBob(stage: Stage, app: App): Promise<App> {
  const friend = await stage.app({ layout: "pc" });
  await signUp(friend, bob);
  await introduce(app, alice.number, friend, bob.number);
  await sendText(friend, "在吗？明天一起去爬山吧 ⛰️");
  await sendText(friend, "Here is the way: https://example.org/map?to=西山");
  const photo = { name: "photo.jpg", mimeType: "image/jpeg", buffer: photoWithPosition() };
  await friend.page.getByTestId("picture-file").setInputFiles(photo);
  await app.page.locator(".picture[data-loaded=true]").waitFor();
  await sendText(app, "好啊，几点出发？");
  await sendText(app, "👍");
  await waitForState(bubbles(app.page, { text: "👍" }), "read");
  await holdToTalk(friend, () => captured(friend.page, 3_000));
  await waitForState(bubbles(friend.page, { type: "voice" }), "heard");
  await holdToTalk(app, () => captured(app.page, 6_000));
  await waitForState(bubbles(app.page, { type: "voice" }).last(), "heard");
  return friend;
}

async function conversations(app: App, look: Look): Promise<void> {
  const { page } = app;
  await look("conversation");
  await page.getByTestId("emoji").click();
  await page.locator(".emoji-grid").waitFor();
  await look("emoji");
  await page.keyboard.press("Escape");
  await holdToTalk(app, async () => {
    await captured(page, 10_000);
    await look("talking");
    await page.evaluate(() => window.dispatchEvent(new Event("blur")));
  });
  await page.locator("[data-testid=mic][data-phase=paused]").waitFor();
  await look("talk-paused");
  await page.getByTestId("talk-cancel").click();
  await page.locator(".picture").click();
  await page.getByTestId("lightbox").waitFor();
  await look("lightbox");
  await page.keyboard.press("Escape");
  await page.getByTestId("composer").fill("a draft");
  await toList(app);
  await addFriend(app, carol.number);
  await look("conversation-empty");
  await toList(app);
  await look("list");
}

async function searching(app: App, look: Look): Promise<void> {
  const { page } = app;
  const field = page.getByTestId("search");
  await field.fill("bo");
  await page.getByTestId("found-name").waitFor();
  await look("search-names");
  await field.fill("点");
  await page.getByTestId("found-message").waitFor();
  await look("search-messages");
  await field.fill("nowhere to be found");
  await page.getByTestId("search-remark").getByRole("paragraph").waitFor();
  await look("search-nothing");
  await field.fill("点");
  await page.getByTestId("found-message").click();
  await page.getByTestId("search-results").waitFor({ state: "detached" });
  await bubbles(page, { text: "几点出发" }).waitFor();
  await look("search-place");
  await page.getByTestId("search-within").click();
  await page.getByTestId("search-within-field").fill("e");
  await page.getByTestId("search-within-field").fill("好");
  await page.getByTestId("conversation-search").getByTestId("found-message").waitFor();
  await look("search-within");
  await page.keyboard.press("Enter");
  await page.getByTestId("search-place").waitFor();
  await look("search-within-place");
  await page.getByTestId("search-within-field").press("Escape");
  await page.getByTestId("conversation-search").waitFor({ state: "detached" });
}

/** A device that asks to be signed in, as the phone and as itself see it. */
async function linking(stage: Stage, { page }: App, look: Look): Promise<void> {
  const pc = await stage.app({ layout: "pc" });
  const link = await readQrCode(await pc.open());
  await page.getByTestId("link-device").click();
  await page.getByTestId("qr-text").waitFor();
  await look("link-scan");
  await page.getByTestId("qr-text").fill(link);
  await page.getByTestId("qr-text-submit").click();
  await page.getByTestId("link-allow").waitFor();
  await look("link-confirm");
  await page.getByTestId("link-refuse").click();
}

async function settings(stage: Stage, app: App, look: Look): Promise<void> {
  const { page } = app;
  await page.getByTestId("settings").click();
  await page.getByTestId("device").first().waitFor();
  await look("settings");
  await page.getByTestId("favourites").click();
  await page.getByTestId("favourite").first().waitFor();
  await look("favourites");
  await page.getByTestId("back").first().click();
  await page.getByTestId("set-pin").waitFor();
  await page.getByTestId("set-pin").click();
  await page.getByRole("dialog").waitFor();
  await look("pin");
  await page.keyboard.press("Escape");
  await page.getByTestId("change-number").click();
  await page.getByRole("dialog").getByTestId("number").waitFor();
  await look("change-number");
  await page.keyboard.press("Escape");
  await page.getByTestId("device-rename").click();
  await look("device-rename");
  await page.keyboard.press("Escape");
  await page.getByTestId("delete-account").click();
  await page.getByTestId("delete-next").waitFor();
  await look("delete-account");
  await page.keyboard.press("Escape");
  await linking(stage, app, look);
  await page.getByTestId("sign-out").click();
  await page.getByRole("dialog").waitFor();
  await look("sign-out");
  await page.keyboard.press("Escape");
  await page.goto(`${app.line.url}/phones#${alice.number}`);
  await page.getByTestId("sms").first().waitFor();
  await look("phones");
  await page.getByTestId("handset-settings").click();
  await page.getByTestId("line-off").check({ force: true });
  await page.getByTestId("line-notice").waitFor({ state: "attached" });
  await look("phones-settings");
  await page.keyboard.press("Escape");
  await look("phones-off");
  await page.goto(`${app.line.url}/phones#carriers`);
  await page.getByTestId("carrier-china_mobile").waitFor();
  await look("carriers");
  for (const fold of ["bill", "faults"])
    await page.getByTestId("carrier-china_mobile").getByTestId(fold).click();
  await page.getByTestId("bill-line").first().waitFor();
  await look("carriers-unfolded");
}

/** Back to the list; beside an open conversation it is there already. */
async function toList({ page }: App): Promise<void> {
  if (await page.getByTestId("back").isVisible()) await page.getByTestId("back").click();
  await page.getByTestId("conversation").first().waitFor();
}
