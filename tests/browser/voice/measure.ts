/**
 * Prints how fast voice is between two Chromiums on this machine, one JSON line each: press to first packet at the
 * listener and to first sound, cold and warm, and mouth to ear. Run it by hand on an idle machine:
 * `npx bun tests/browser/voice/measure.ts`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { correlateWindows } from "../../../packages/testkit/src/audio/correlate.ts";
import { makeSpeech } from "../../../packages/testkit/src/audio/speech.ts";
import { joinTapped } from "../../../packages/testkit/src/audio/tapped-sound.ts";
import { launchChromium } from "../../../packages/testkit/src/browser/launch.ts";
import { openPage, talkFor } from "./people.ts";
import { openSite, type Site } from "./site.ts";

const RUNS = 3;
const WARM_PRESSES = 3;
const TALK_MS = 3_000;

const folder = await mkdtemp(join(tmpdir(), "feiliao-measure-"));
const speechFile = join(folder, "speech.wav");
await makeSpeech("The quick brown fox jumps over the lazy dog. ".repeat(8), speechFile, {
  silence_before_s: 0,
});
const site = await openSite();
for (let run = 0; run < RUNS; run++) await measure(site);
await site.close();
await rm(folder, { recursive: true });

async function measure(site: Site): Promise<void> {
  const browsers = await Promise.all([
    launchChromium({ speech: speechFile }),
    launchChromium({ microphone: false }),
  ]);
  const [speaker, listener] = await Promise.all(browsers.map((browser) => openPage(browser, site)));
  await listener!.evaluate(() => stage.listener.connect());
  await speaker!.evaluate(() => stage.speaker.connect());
  console.log(JSON.stringify({ press: "cold", ...(await talk(speaker!, listener!)) }));
  for (let press = 0; press < WARM_PRESSES; press++) {
    console.log(JSON.stringify({ press: "warm", ...(await talk(speaker!, listener!)) }));
  }
  await Promise.all(browsers.map((browser) => browser.close()));
}

async function talk(speaker: Page, listener: Page): Promise<Record<string, number>> {
  await talkFor(speaker, TALK_MS);
  const said = await speaker.evaluate(() => stage.speaker.finish());
  const heard = await listener.evaluate(() => stage.listener.finished());
  const mouth = joinTapped(said.mouth);
  const ear = joinTapped(heard.ear);
  return {
    press_to_first_packet_ms: said.first_packet_at_ms - said.pressed_at_ms,
    press_to_packet_at_listener_ms: heard.first_packet_at_ms - said.pressed_at_ms,
    press_to_heard_ms: Math.round(ear.began_at_ms - said.pressed_at_ms),
    ...mouthToEar(mouth, ear),
  };
}

type Sound = ReturnType<typeof joinTapped>;

function mouthToEar(mouth: Sound, ear: Sound): Record<string, number> {
  const { lags_ms } = correlateWindows(mouth.samples, ear.samples);
  const delays = lags_ms.map((lag) => ear.began_at_ms - mouth.began_at_ms + lag).toSorted((a, b) => a - b);
  return {
    mouth_to_ear_p50_ms: Math.round(delays[Math.floor(delays.length / 2)]!),
    mouth_to_ear_p95_ms: Math.round(delays[Math.floor(delays.length * 0.95)]!),
  };
}
