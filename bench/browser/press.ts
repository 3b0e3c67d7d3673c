import type { Browser, BrowserContext, Page } from "playwright-core";
import { median, percentile } from "../measure/percentile.ts";
import { round } from "../measure/round.ts";
import type { Scenario, WebStage } from "../scenarios/scenario.ts";
import { openConversation } from "./app.ts";
import { PHONE, webMissing } from "./chromium.ts";
import { type Hold, hold } from "./hold.ts";
import { openSignedIn } from "./sign-in.ts";
import { launchListener, launchTalker, speechMissing, voicePhone } from "./voices.ts";

const TALKER = 4;
const LISTENER = 5;
/** The first one opens the microphone; the others find it open. */
const HOLDS = 4;

/** Two phones: on one somebody holds the talk button and speaks, on the other the conversation is open. */
export const press: Scenario = {
  server: "web",
  missing: () => webMissing() ?? speechMissing(),
  wanted: () => ({ accounts: 40 }),

  async run(stage) {
    const browsers = await Promise.all([launchTalker(), launchListener()]);
    try {
      return figures(await holds(stage, browsers));
    } finally {
      for (const browser of browsers) await browser.close();
    }
  },
};

async function holds(stage: WebStage, [talkers, listeners]: [Browser, Browser]): Promise<Hold[]> {
  const talker = await open(stage, await voicePhone(talkers), TALKER, LISTENER);
  const listener = await open(stage, await listeners.newContext(PHONE), LISTENER, TALKER);
  const finger = await talker.context().newCDPSession(talker);
  const done: Hold[] = [];
  while (done.length < HOLDS) done.push(await hold(talker, finger, listener));
  return done;
}

async function open({ server, person }: WebStage, context: BrowserContext, who: number, withWhom: number) {
  const { number, conversations } = person(who);
  const page: Page = await openSignedIn(context, server, number);
  await openConversation(page, server, conversations[withWhom]!);
  await page.evaluate(() => globalThis.benchProbes!.watchVoice());
  return page;
}

function figures([cold, ...warm]: Hold[]) {
  const all = [cold!, ...warm];
  const warm_ms = warm.map(({ press_to_heard_ms }) => round(press_to_heard_ms));
  const mouth_to_ear = all.flatMap(({ mouth_to_ear_ms }) => mouth_to_ear_ms);
  return {
    press_to_heard_cold_ms: round(cold!.press_to_heard_ms),
    press_to_heard_warm_ms: median(warm_ms),
    warm_ms,
    mouth_to_ear_p50_ms: round(median(mouth_to_ear), 1),
    mouth_to_ear_p95_ms: round(percentile(mouth_to_ear, 0.95), 1),
    heard_while_held: all.every(({ heard_while_held }) => heard_while_held),
  };
}
