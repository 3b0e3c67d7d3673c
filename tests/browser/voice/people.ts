import type { Browser, Page } from "playwright-core";
import { UNPROCESSED_MICROPHONE } from "../../../packages/testkit/src/audio/chromium-microphone.ts";
import type { Site } from "./site.ts";

/** Opens the test page, with a phone's screen and touch. */
export async function openPage(browser: Browser, site: Site, query = ""): Promise<Page> {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.addInitScript(UNPROCESSED_MICROPHONE);
  await page.goto(site.url + query);
  await page.waitForFunction(() => "stage" in globalThis);
  return page;
}

/** Holds the button down with a finger until `until` resolves. */
export async function holdToTalk(page: Page, until: () => Promise<unknown>): Promise<void> {
  const finger = await page.context().newCDPSession(page);
  const touchPoints = [{ x: 100, y: 400 }];
  await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
  await until();
  await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await finger.detach();
}

/** Holds the button until so much has been recorded. */
export function talkFor(page: Page, duration_ms: number): Promise<void> {
  return holdToTalk(page, () =>
    page.evaluate(async (duration) => {
      const recording = (await stage.speaker.recording)!;
      while (recording.elapsed_ms() < duration) await new Promise(requestAnimationFrame);
    }, duration_ms),
  );
}
