import type { Locator, Page } from "playwright-core";
import type { ContentType } from "../../../packages/protocol/src/index.ts";
import type { App } from "./app.ts";

/** Adds a friend by number, which opens the conversation. */
export async function addFriend({ page }: App, number: string, remark_name = ""): Promise<void> {
  await page.getByTestId("add-friend").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByTestId("number").fill(number.replace(/^\+86/, ""));
  await dialog.getByTestId("remark").fill(remark_name);
  await dialog.getByTestId("add-submit").click();
  await page.getByTestId("composer").waitFor();
}

/** Two people with the conversation between them open on both sides. */
export async function introduce(
  one: App,
  one_number: string,
  other: App,
  other_number: string,
): Promise<void> {
  await Promise.all([addFriend(one, other_number), addFriend(other, one_number)]);
}

export async function sendText({ page }: App, text: string): Promise<void> {
  await page.getByTestId("composer").fill(text);
  await page.getByTestId("composer").press("Enter");
}

/** Opens the only conversation of the list. */
export async function openConversation({ page }: App): Promise<void> {
  await page.getByTestId("conversation").click();
  await page.getByTestId("composer").waitFor();
}

/** The bubbles with this text, or all of a kind. */
export function bubbles(page: Page, what: { text: string } | { type: ContentType }): Locator {
  if ("type" in what) return page.locator(`[data-testid=message][data-type=${what.type}]`);
  return page.getByTestId("message").filter({ hasText: what.text });
}

/** Waits until a bubble has come so far. */
export async function waitForState(bubble: Locator, ...states: string[]): Promise<void> {
  const selector = states.map((state) => `[data-state=${state}]`).join(",");
  await bubble.and(bubble.page().locator(selector)).waitFor();
}

/** The texts of all messages, in the order of the screen. */
export async function textsOn(page: Page): Promise<string[]> {
  return page.getByTestId("message").locator(".text").allTextContents();
}
