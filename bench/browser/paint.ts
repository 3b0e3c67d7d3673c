import { launchChromium } from "@feiliao/testkit/browser/launch";
import { fillConversation } from "../load/fill.ts";
import { percentile } from "../measure/percentile.ts";
import { round } from "../measure/round.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { openConversation, SELECTORS } from "./app.ts";
import { PHONE, THROTTLE, throttle, webMissing } from "./chromium.ts";
import { openSignedIn } from "./sign-in.ts";

const PEOPLE: [number, number] = [0, 1];
const MESSAGES = 500;
const TEXT = "hello world this is how fast i can type on it 1234";
const BETWEEN_KEYS_MS = 40;
const SETTLE_MS = 1_000;

/** On a slow phone, from a key pressed in an open conversation until the next frame was painted. */
export const paint: Scenario = {
  server: "web",
  missing: webMissing,
  wanted: () => ({ accounts: 40 }),

  async run({ driver, server, person }) {
    await fillConversation(driver, PEOPLE, MESSAGES);
    const { number, conversations } = person(PEOPLE[0]);
    const browser = await launchChromium({ microphone: false });
    try {
      const context = await browser.newContext(PHONE);
      const page = await openSignedIn(context, server, number);
      await openConversation(page, server, conversations[PEOPLE[1]]!);
      await page.locator(SELECTORS.message).first().waitFor();
      await throttle(page);
      await page.locator(SELECTORS.composer).click();
      await Bun.sleep(SETTLE_MS);
      await page.evaluate(() => globalThis.benchProbes!.watchKeys());
      await page.keyboard.type(TEXT, { delay: BETWEEN_KEYS_MS });
      const times = await page.evaluate(() => globalThis.benchProbes!.keyTimes());
      return {
        throttle: THROTTLE,
        messages: MESSAGES,
        keys: times.length,
        key_to_paint_p50_ms: round(percentile(times, 0.5), 1),
        key_to_paint_p95_ms: round(percentile(times, 0.95), 1),
        key_to_paint_max_ms: round(Math.max(...times), 1),
      };
    } finally {
      await browser.close();
    }
  },
};
