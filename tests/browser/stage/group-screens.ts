import { Device, PEOPLE, signUp as signUpDevice } from "../../../packages/testkit/src/index.ts";
import type { App } from "./app.ts";
import { bubbles, sendText, waitForState } from "./chat.ts";
import { back, createGroup, inviteLink, openInfo, openRow } from "./groups.ts";
import type { Look } from "./screens.ts";
import type { Stage } from "./stage.ts";

const { alice, bob, carol, dan } = PEOPLE;
const GROUP = "周末爬山 Hikers";

/** Groups and channels, as who owns them and who is asked in sees them. The app shows the list. */
export async function groupScreens(stage: Stage, app: App, friend: App, look: Look): Promise<void> {
  await making(app, look);
  const url = await talking(stage, app, friend, look);
  await information(app, look);
  await joining(url, app, look);
  await channel(app, look);
  await invitation(stage, app, look);
}

async function making({ page }: App, look: Look): Promise<void> {
  await page.getByTestId("new-group").click();
  await page.getByRole("dialog").getByTestId("group-title").waitFor();
  await look("new-group");
  await page.keyboard.press("Escape");
}

async function talking(stage: Stage, app: App, friend: App, look: Look): Promise<string> {
  const { page } = app;
  await createGroup(app, GROUP, { people: [bob.name] });
  await look("group-new");
  const url = await inviteLink(app);
  await openInfo(app);
  await page.getByTestId("announce").click();
  await page.getByTestId("announcement-field").fill("周六九点，西门集合。Bring water, and a hat!");
  await look("announcement");
  await page.getByTestId("announcement-submit").click();
  await page.getByTestId("announcement").waitFor();
  await page.getByTestId("group-approval").click();
  await page.getByTestId("group-approval").and(page.locator(":checked")).waitFor();
  const guest = await deviceOf(stage, carol);
  await guest.post("group/join", { token: url.slice(url.lastIndexOf("/") + 1), client_id: "asks to join" });
  await page.getByTestId("request-grant").waitFor();
  await back(app);
  await openRow(friend, GROUP);
  await sendText(friend, "@all 大家都来吗？");
  await bubbles(page, { text: "大家都来吗" }).waitFor();
  await sendText(app, "我来！");
  await waitForState(bubbles(page, { text: "我来" }), "read");
  await look("group");
  await page.getByTestId("composer").pressSequentially("@");
  await page.getByTestId("mention").first().waitFor();
  await look("mention");
  await page.getByTestId("composer").fill("");
  await page.getByTestId("read-by").filter({ hasText: "1" }).last().click();
  await page.getByTestId("readers-read").waitFor();
  await look("readers");
  await page.keyboard.press("Escape");
  return url;
}

async function information(app: App, look: Look): Promise<void> {
  const { page } = app;
  await openInfo(app);
  await page.getByTestId("member").first().waitFor();
  await look("group-info");
  const body = page.locator(".group-screen .settings-body");
  await page.getByTestId("link-show").click();
  await page.getByTestId("invite-url").waitFor();
  await page.getByTestId("invite-url").scrollIntoViewIfNeeded();
  await look("invite-link");
  await page.getByTestId("leave").scrollIntoViewIfNeeded();
  await look("group-settings");
  await body.locator("[data-testid=member]").filter({ hasText: bob.name }).click();
  await page.getByTestId("member-removed").waitFor();
  await look("member");
  await page.keyboard.press("Escape");
  await page.getByTestId("leave").click();
  await page.getByTestId("leave-confirm").waitFor();
  await look("leave-group");
  await page.keyboard.press("Escape");
  await back(app);
  await toList(app);
}

/** What somebody sees whom the link leads here. */
async function joining(url: string, app: App, look: Look): Promise<void> {
  const { page } = app;
  await page.evaluate((hash) => (location.hash = hash), url.slice(url.indexOf("#")));
  await page.getByTestId("join").waitFor();
  await look("join");
  await page.keyboard.press("Escape");
  await toList(app);
}

async function channel(app: App, look: Look): Promise<void> {
  await createGroup(app, "山里的天气 Weather", { kind: "channel", people: [bob.name] });
  await sendText(app, "周六：晴，12–20 °C，北风二级。");
  await look("channel");
  await openInfo(app);
  await look("channel-info");
  await back(app);
  await toList(app);
}

/** Dan is known to nobody, so that he can only ask. */
async function invitation(stage: Stage, app: App, look: Look): Promise<void> {
  const { page } = app;
  const stranger = await deviceOf(stage, dan);
  const { conversation_id } = await stranger.post("conversation/open", { address: `tel:${alice.number}` });
  const content = { type: "text", text: "你好，我是楼上的丹" } as const;
  await stranger.post("message/send", { conversation_id, client_id: "hello", content });
  const own_id = await page.evaluate(() => window.__feiliao!.client.profile!.account_id);
  await stranger.post("group/create", {
    client_id: "a group",
    kind: "group",
    title: "业主群 Neighbours of the North Gate",
    account_ids: [own_id],
  });
  await page.getByTestId("invitation").waitFor();
  await look("invitation");
}

/** Somebody without an app, which is faster. */
async function deviceOf(stage: Stage, { name, number }: { name: string; number: string }): Promise<Device> {
  const { url } = stage.server;
  const device = new Device(url, await signUpDevice(url, number, `${name}'s phone`));
  await device.post("profile/set", { name });
  return device;
}

async function toList(app: App): Promise<void> {
  if (await app.page.getByTestId("back").first().isVisible()) await back(app);
}
