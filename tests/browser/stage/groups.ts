import type { App } from "./app.ts";

/** Makes a group of everybody the app has a chat with, which opens it. */
export async function createGroup(
  { page }: App,
  title: string,
  { kind = "group", people = [] }: { kind?: "group" | "channel"; people?: readonly string[] } = {},
): Promise<void> {
  await page.getByTestId("new-group").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByTestId(`kind-${kind}`).check();
  await dialog.getByTestId("group-title").fill(title);
  for (const name of people) await dialog.locator("label.person", { hasText: name }).click();
  await dialog.getByTestId("group-submit").click();
  await page.getByTestId("composer").waitFor();
}

/** From the open conversation to what the group is. */
export async function openInfo({ page }: App): Promise<void> {
  await page.getByTestId("group-info").click();
  await page.getByTestId("group-name").waitFor();
}

export async function back({ page }: App): Promise<void> {
  await page.getByTestId("back").first().click();
}

/** The row of a chat in the list. */
export function rowOf({ page }: App, title: string) {
  return page.getByTestId("conversation").filter({ hasText: title });
}

export function openRow(app: App, title: string): Promise<void> {
  return rowOf(app, title).click();
}

/** The invite link, by way of the group's info. */
export async function inviteLink(app: App): Promise<string> {
  await openInfo(app);
  await app.page.getByTestId("link-show").click();
  const url = await app.page.getByTestId("invite-url").textContent();
  await back(app);
  return url!.trim();
}

/** Waits for what happened to be told among the messages. */
export function noticed({ page }: App, text: string): Promise<void> {
  return page.getByTestId("messages").getByTestId("notice").filter({ hasText: text }).waitFor();
}
