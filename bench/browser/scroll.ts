import type { ConversationId } from "@feiliao/protocol";
import { launchChromium } from "@feiliao/testkit/browser/launch";
import type { Page } from "playwright-core";
import { fillConversation } from "../load/fill.ts";
import { percentile } from "../measure/percentile.ts";
import { round } from "../measure/round.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { openConversation, SELECTORS } from "./app.ts";
import { PC, scriptTime, THROTTLE, throttle, webMissing } from "./chromium.ts";
import { openSignedIn } from "./sign-in.ts";

const PEOPLE: [number, number] = [2, 3];
const MESSAGES = 100_000;
const PIXELS_PER_FRAME = 180;
const DURATION_MS = 5_000;
const SETTLE_MS = 1_500;

/** Scrolls back fast in a very long conversation, on a slow computer. */
export const scroll: Scenario = {
  server: "web",
  missing: webMissing,
  wanted: () => ({ accounts: 40 }),

  async run({ driver, server, person, options }) {
    const messages = options.messages[0] ?? MESSAGES;
    await fillConversation(driver, PEOPLE, messages);
    const { number, conversations } = person(PEOPLE[0]);
    const browser = await launchChromium({ microphone: false });
    try {
      const page = await openSignedIn(await browser.newContext(PC), server, number);
      const conversation_id = conversations[PEOPLE[1]]! as ConversationId;
      await markRead(page, conversation_id, messages);
      await openConversation(page, server, conversation_id);
      await page.locator(SELECTORS.message).first().waitFor();
      await Bun.sleep(SETTLE_MS);
      return { throttle: THROTTLE, messages, ...(await measureScroll(page)) };
    } finally {
      await browser.close();
    }
  },
};

/** So that it opens at its newest message instead of its first unread one. */
async function markRead(page: Page, conversation_id: ConversationId, seq: number): Promise<void> {
  await page.waitForFunction((id) => globalThis.__feiliao!.client.conversation(id)?.last, conversation_id);
  await page.evaluate(([id, seq]) => globalThis.__feiliao!.client.markRead(id, seq), [
    conversation_id,
    seq,
  ] as const);
  await page.waitForFunction(
    (id) => globalThis.__feiliao!.client.conversation(id)?.unread === 0,
    conversation_id,
  );
}

async function measureScroll(page: Page) {
  const session = await throttle(page);
  const scriptBefore = await scriptTime(session);
  const run = await page.evaluate(
    ([selector, pixels, duration_ms]) => globalThis.benchProbes!.scroll(selector, pixels, duration_ms),
    [SELECTORS.messages, PIXELS_PER_FRAME, DURATION_MS] as const,
  );
  const script_ms = (await scriptTime(session)) - scriptBefore;
  const { frame_ms, scrolled_px } = run;
  if (scrolled_px === 0) throw new Error("nothing was scrolled");
  const elapsed_ms = frame_ms.reduce((sum, ms) => sum + ms, 0);
  return {
    fps: round((frame_ms.length * 1e3) / elapsed_ms, 1),
    p95_frame_ms: round(percentile(frame_ms, 0.95), 1),
    max_frame_ms: round(Math.max(...frame_ms), 1),
    long_frames: run.long_frames,
    blank_pct: round((100 * run.blank_frames) / frame_ms.length, 1),
    scrolled_px: round(scrolled_px),
    script_ms: round(script_ms),
    nodes: run.nodes,
  };
}
