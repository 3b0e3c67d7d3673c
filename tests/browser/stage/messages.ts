import type { Locator } from "playwright-core";
import type { App } from "./app.ts";
import { bubbles } from "./chat.ts";

/** Opens the menu of the last message with this text, as the right button and a long press do. */
export async function openMenuOf({ page }: App, text: string): Promise<Locator> {
  await page.locator(".messages[data-gestures]").waitFor();
  const row = bubbles(page, { text }).filter({ has: page.locator(".text", { hasText: text }) });
  const bubble = row.last().locator(".bubble");
  await bubble.evaluate((element) => {
    const { left, top } = element.getBoundingClientRect();
    const at = { clientX: left + 8, clientY: top + 8 };
    element.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true, ...at }));
  });
  const menu = page.getByTestId("message-menu");
  await menu.waitFor();
  return menu;
}

export async function chooseFor(app: App, text: string, action: string): Promise<void> {
  const menu = await openMenuOf(app, text);
  await menu.getByTestId(`message-${action}`).click();
  await menu.waitFor({ state: "detached" });
}

/** Ticks the only chat of the picker that is open, and goes on. */
export async function pickChat({ page }: App, title: string): Promise<void> {
  await page.locator(".chat-picker label", { hasText: title }).getByTestId("chat").check();
  await page.getByTestId("chats-chosen").click();
}

/** A finger draws a bubble to the right. */
export async function swipe({ page }: App, bubble: Locator, by: number): Promise<void> {
  const { x, y, height } = (await bubble.boundingBox())!;
  const touch = await page.context().newCDPSession(page);
  const at = (dx: number) => [{ x: x + 20 + dx, y: y + height / 2 }];
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0) });
  for (let dx = 10; dx <= by; dx += 10) {
    await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(dx) });
  }
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await touch.detach();
}
