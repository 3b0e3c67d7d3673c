import { afterAll, afterEach, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { makeSpeech } from "../../../packages/testkit/src/audio/speech.ts";
import { launchChromium } from "../../../packages/testkit/src/browser/launch.ts";
import { openPage, talkFor } from "./people.ts";
import { openSite, type Site } from "./site.ts";

setDefaultTimeout(60_000);

let folder: string;
let speechFile: string;
let site: Site;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "feiliao-speech-"));
  speechFile = join(folder, "speech.wav");
  await makeSpeech("One, two, three, four, five, six, seven, eight.", speechFile, { silence_before_s: 0 });
  site = await openSite();
});

beforeEach(async () => {
  browser = await launchChromium({ speech: speechFile });
  page = await openPage(browser, site);
});

afterEach(() => browser.close());

afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

test("VC1: every packet has been handed over when the recording stops, each 20 ms of it, with its waveform", async () => {
  await talkFor(page, 1_000);
  const { packets, waveform, sent, mouth } = await page.evaluate(() => stage.speaker.finish());
  expect(sent).toHaveLength(packets);
  expect(packets - mouth.length).toBeWithin(0, 2); // flushing may give one more
  expect(mouth.length).toBeGreaterThanOrEqual(50);
  expect(waveform).toHaveLength(64);
  expect(Math.max(...waveform)).toBeGreaterThan(10);
});

for (const [part, query] of [
  ["voice.worklet", ""],
  ["simd", "?without_webcodecs"],
] as const) {
  test(`VC5: when ${part} cannot be downloaded recording says so, and the next press tries again`, async () => {
    page = await openPage(browser, site, query);
    site.refuseOnce(part);
    const reason = await page.evaluate(() =>
      stage.engine.record(() => undefined).catch((error) => error.reason),
    );
    expect(reason).toBe("not_loaded");
    await talkFor(page, 200);
    expect((await page.evaluate(() => stage.speaker.finish())).packets).toBeGreaterThanOrEqual(10);
  });
}

test("its loudness can be seen while somebody speaks", async () => {
  await page.evaluate(async () => {
    const recording = await stage.engine.record(() => undefined);
    while (recording.level() < 0.3) await new Promise(requestAnimationFrame);
    await recording.abort();
  });
});

test("VC2: stopping twice gives the same, and after aborting no packet follows", async () => {
  const { first, second, after_abort } = await page.evaluate(async () => {
    const recording = await stage.engine.record(() => undefined);
    const [first, second] = await Promise.all([recording.stop(), recording.stop()]);
    let packets = 0;
    const another = await stage.engine.record(() => packets++);
    await another.abort();
    const at_abort = packets;
    await another.stop();
    return { first, second, after_abort: packets - at_abort };
  });
  expect(second).toEqual(first);
  expect(after_abort).toBe(0);
});

test("VC3: one press after the other finds the microphone warm", async () => {
  const opened = await page.evaluate(async () => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    let opened = 0;
    mediaDevices.getUserMedia = (constraints) => {
      opened++;
      return open(constraints);
    };
    await stage.engine.warm();
    for (let press = 0; press < 3; press++) await (await stage.engine.record(() => undefined)).stop();
    return opened;
  });
  expect(opened).toBe(1);
});

for (const [event, interrupt] of [
  ["the microphone is taken away", "ended"],
  ["the microphone is muted by the system", "mute"],
  ["the page goes to the background", "hidden"],
] as const) {
  test(`VC4: when ${event} the recording says so once, and what was said until then is kept`, async () => {
    const { interruptions, packets } = await page.evaluate(async (interrupt) => {
      const tracks: MediaStreamTrack[] = [];
      const { mediaDevices } = navigator;
      const open = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = async (constraints) => {
        const stream = await open(constraints);
        tracks.push(...stream.getTracks());
        return stream;
      };
      let packets = 0;
      const recording = await stage.engine.record(() => packets++);
      let interruptions = 0;
      recording.onInterrupted(() => interruptions++);
      while (packets < 10) await new Promise(requestAnimationFrame);
      for (let time = 0; time < 2; time++) {
        if (interrupt === "hidden") {
          Object.defineProperty(document, "hidden", { value: true, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        } else tracks[0]!.dispatchEvent(new Event(interrupt));
      }
      return { interruptions, packets: (await recording.stop()).packets };
    }, interrupt);
    expect(interruptions).toBe(1);
    expect(packets).toBeGreaterThanOrEqual(10);
  });
}

for (const [reason, flags] of [
  ["denied", ["--use-fake-device-for-media-stream"]],
  ["no_microphone", []],
] as const) {
  test(`VC5: without the microphone the reason is "${reason}", and nothing stays open`, async () => {
    const other = await launchChromium({ microphone: false, flags });
    const elsewhere = await openPage(other, site);
    const reasons = await elsewhere.evaluate(() =>
      Promise.all([
        stage.engine.record(() => undefined).catch((error) => error.reason),
        stage.engine.warm().catch((error) => error.reason),
      ]),
    );
    await other.close();
    expect(reasons).toEqual([reason, reason]);
  });
}
