import { correlateWindows } from "@feiliao/testkit/audio/correlate";
import { joinTapped } from "@feiliao/testkit/audio/tapped-sound";
import type { CDPSession, Page } from "playwright-core";
import { SELECTORS } from "./app.ts";

const HOLD_MS = 3_000;
/** Until the last sound was played and the next talk may begin. */
const PAUSE_MS = 1_500;

/** One hold of the talk button, as both pages saw it. */
export interface Hold {
  press_to_heard_ms: number;
  heard_while_held: boolean;
  /** Of each 400 ms of speech that was found again. */
  mouth_to_ear_ms: number[];
}

/** Holds the talk button with a finger while the other page listens. */
export async function hold(talker: Page, finger: CDPSession, listener: Page): Promise<Hold> {
  const { x, y, width, height } = (await talker.locator(SELECTORS.microphone).boundingBox())!;
  const touchPoints = [{ x: x + width / 2, y: y + height / 2 }];
  await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
  await Bun.sleep(HOLD_MS);
  await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await Bun.sleep(PAUSE_MS);

  const spoken = await talker.evaluate(() => globalThis.benchProbes!.voice());
  const heard = await listener.evaluate(() => globalThis.benchProbes!.voice());
  const first = heard.ear[0];
  if (!first) throw new Error("nothing was heard");
  const mouth = joinTapped(spoken.mouth);
  const ear = joinTapped(heard.ear);
  const { lags_ms } = correlateWindows(mouth.samples, ear.samples);
  return {
    press_to_heard_ms: first.at_ms - spoken.pointer_down_at_ms!,
    heard_while_held: first.at_ms < spoken.pointer_up_at_ms!,
    mouth_to_ear_ms: lags_ms.map((lag_ms) => ear.began_at_ms + lag_ms - mouth.began_at_ms),
  };
}
