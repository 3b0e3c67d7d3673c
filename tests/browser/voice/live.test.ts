import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { correlateWindows } from "../../../packages/testkit/src/audio/correlate.ts";
import { makeSpeech } from "../../../packages/testkit/src/audio/speech.ts";
import { joinTapped } from "../../../packages/testkit/src/audio/tapped-sound.ts";
import { readWav } from "../../../packages/testkit/src/audio/wav.ts";
import { launchChromium } from "../../../packages/testkit/src/browser/launch.ts";
import { openPage, talkFor } from "./people.ts";
import { openSite, type Site } from "./site.ts";

setDefaultTimeout(60_000);

let folder: string;
let spokenFile: string;
let spoken: Float32Array;
let anotherSentence: Float32Array;
let site: Site;
const browsers: Browser[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "feiliao-speech-"));
  spokenFile = join(folder, "spoken.wav");
  await makeSpeech(
    "The quick brown fox jumps over the lazy dog, and nobody in the quiet village minds.",
    spokenFile,
  );
  await makeSpeech(
    "Seven ships left the harbour before noon, loaded with oranges.",
    join(folder, "another.wav"),
  );
  spoken = (await readWav(spokenFile)).samples;
  anotherSentence = (await readWav(join(folder, "another.wav"))).samples;
  site = await openSite();
});

afterEach(async () => {
  await Promise.all(browsers.splice(0).map((browser) => browser.close()));
});

afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

/** Two browsers, because the fake microphone plays its file once for each. */
async function speakerAndListener(query = ""): Promise<[Page, Page]> {
  const opened = await Promise.all([
    launchChromium({ speech: spokenFile }),
    launchChromium({ microphone: false }),
  ]);
  browsers.push(...opened);
  const [speaker, listener] = await Promise.all(opened.map((browser) => openPage(browser, site, query)));
  await listener!.evaluate(() => stage.listener.connect());
  await speaker!.evaluate(() => stage.speaker.connect());
  return [speaker!, listener!];
}

for (const [codec, query] of [
  ["WebCodecs", ""],
  ["libopus", "?without_webcodecs"],
] as const) {
  test(`VL1: what is said is heard while it is spoken, the same sentence and no other (${codec})`, async () => {
    const [speaker, listener] = await speakerAndListener(query);
    await talkFor(speaker, spoken.length / 48);
    const said = await speaker.evaluate(() => stage.speaker.finish());
    const heard = await listener.evaluate(() => stage.listener.finished());
    const mouth = joinTapped(said.mouth);
    const ear = joinTapped(heard.ear);

    expect(heard.packets).toBe(said.packets);
    expect(ear.began_at_ms).toBeLessThan(said.released_at_ms);
    const mouthToEar = correlateWindows(mouth.samples, ear.samples);
    expect(mouthToEar.windows).toBeGreaterThanOrEqual(5);
    expect(mouthToEar.median).toBeGreaterThanOrEqual(0.9);
    expect(mouthToEar.found).toBeGreaterThanOrEqual(0.9);
    expect(correlateWindows(spoken, ear.samples).median).toBeGreaterThanOrEqual(0.85);
    const control = correlateWindows(anotherSentence, ear.samples);
    expect(control.median).toBeLessThan(0.5);
    expect(control.found).toBe(0);
  });
}

test("VL1: frames that the network delivers in bursts are heard as one sentence", async () => {
  const [speaker, listener] = await speakerAndListener();
  site.deliverEvery(150);
  await talkFor(speaker, spoken.length / 48);
  site.deliverEvery(0);
  const said = await speaker.evaluate(() => stage.speaker.finish());
  const heard = await listener.evaluate(() => stage.listener.finished());
  const { median, found } = correlateWindows(joinTapped(said.mouth).samples, joinTapped(heard.ear).samples);
  expect(heard.packets).toBe(said.packets);
  expect(median).toBeGreaterThanOrEqual(0.9);
  // The jitter buffer may learn of the bursts by one underrun, which cuts a window in two.
  expect(found).toBeGreaterThanOrEqual(0.8);
});
