import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../../../packages/testkit/src/browser/launch.ts";
import { openPage } from "./people.ts";
import { openSite, type Site } from "./site.ts";
import { tone } from "./tone.ts";

setDefaultTimeout(60_000);

let site: Site;
let browser: Browser;
let page: Page;
/** One second. */
let packets: number[][];

beforeAll(async () => {
  site = await openSite();
  browser = await launchChromium({ microphone: false });
  page = await openPage(browser, site);
  packets = await page.evaluate(
    async (samples) => (await stage.roundTrip(Float32Array.from(samples))).packets,
    tone(1_000),
  );
});

beforeEach(async () => {
  page = await openPage(browser, site);
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

type Push = [first: number, packets: number[][]];

/** Plays what is pushed, and gives how many samples were rendered and whether it was played to the end. */
function play(pushes: Push[]): Promise<{ rendered: number; played: boolean }> {
  return page.evaluate(async (pushes) => {
    let rendered = 0;
    globalThis.feiliaoVoiceTap = { ear: ({ samples }) => (rendered += samples.length) };
    await stage.engine.unlock();
    const player = stage.engine.live();
    const finished = new Promise<boolean>((resolve) => player.onFinished(resolve));
    for (const [first, packets] of pushes) {
      player.push(
        first,
        packets.map((packet) => Uint8Array.from(packet)),
      );
    }
    player.end();
    return { played: await finished, rendered };
  }, pushes);
}

/** In packets; the audio thread renders whole quanta, so the end is rounded up. */
const packetsIn = (samples: number) => Math.floor(samples / 960);

test("VL4: a talk is played to its end and then finishes", async () => {
  const { rendered, played } = await play([[0, packets]]);
  expect([packetsIn(rendered), played]).toEqual([packets.length, true]);
});

test("VL2: packets that are sent again after a reconnect are played once", async () => {
  const { rendered } = await play([
    [0, packets.slice(0, 30)],
    [20, packets.slice(20, 40)],
    [10, packets.slice(10, 20)],
    [40, packets.slice(40)],
  ]);
  expect(packetsIn(rendered)).toBe(packets.length);
});

test("VL2: who joins in the middle hears it from there", async () => {
  const { rendered } = await play([[30, packets.slice(30)]]);
  expect(packetsIn(rendered)).toBe(packets.length - 30);
});

test("VL2: more than is decoded ahead is played too", async () => {
  const long = Array.from({ length: 6 }, () => packets).flat();
  const { rendered } = await play([[0, long]]);
  expect(packetsIn(rendered)).toBe(long.length);
});

for (const query of ["", "?without_webcodecs"]) {
  test(`VO2: a packet that is no Opus takes its 20 ms and harms nothing after it ${query}`, async () => {
    page = await openPage(browser, site, query);
    const failures: Error[] = [];
    page.on("pageerror", (error) => failures.push(error));
    const garbage = [[255, 1, 2, 3], [3], new Array(1_275).fill(7)];
    const { rendered, played } = await play([
      [0, [...packets.slice(0, 20), ...garbage, ...packets.slice(20)]],
    ]);
    expect(packetsIn(rendered)).toBe(packets.length + garbage.length);
    expect(played).toBe(true);
    expect(failures).toEqual([]);
  });
}

test("VL4: a talk without a packet finishes", async () => {
  expect(await play([])).toEqual({ rendered: expect.any(Number), played: true });
});

test("VL4: a stopped player is silent at once and never finishes", async () => {
  const { level, finished } = await page.evaluate(async (packets) => {
    await stage.engine.unlock();
    const player = stage.engine.live();
    let finished = false;
    player.onFinished(() => {
      finished = true;
    });
    player.push(
      0,
      packets.map((packet) => Uint8Array.from(packet)),
    );
    while (player.level() === 0) await new Promise(requestAnimationFrame);
    player.stop();
    player.end();
    return { level: player.level(), finished };
  }, packets);
  expect([level, finished]).toEqual([0, false]);
});

test("VL4: a talk that the system interrupted goes on when the page is seen again", async () => {
  await page.evaluate(() => {
    globalThis.AudioContext = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        Object.assign(globalThis, { interrupt: () => this.suspend() });
      }
    };
  });
  const played = await page.evaluate(async (packets) => {
    await stage.engine.unlock();
    const player = stage.engine.live();
    const finished = new Promise<boolean>((resolve) => player.onFinished(resolve));
    player.push(
      0,
      packets.map((packet) => Uint8Array.from(packet)),
    );
    while (player.level() === 0) await new Promise(requestAnimationFrame);
    const { interrupt } = globalThis as unknown as { interrupt(): Promise<void> };
    await interrupt();
    player.end();
    document.dispatchEvent(new Event("visibilitychange"));
    return finished;
  }, packets);
  expect(played).toBe(true);
});
