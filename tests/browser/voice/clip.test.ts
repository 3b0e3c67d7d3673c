import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { launchChromium, launchFirefox } from "../../../packages/testkit/src/browser/launch.ts";
import { openPage } from "./people.ts";
import { openSite, type Site } from "./site.ts";
import { tone } from "./tone.ts";

setDefaultTimeout(60_000);

let site: Site;

beforeAll(async () => {
  site = await openSite();
});

afterAll(() => site.close());

/** What a browser may be like, by what it says of itself. */
const KINDS = {
  "in Ogg, as most like it": "",
  "in MP4, as Apple's like it": `Object.defineProperty(navigator, "vendor", { value: "Apple Computer, Inc." });`,
  "as WAV, where no container of Opus is known": `HTMLMediaElement.prototype.canPlayType = () => "";`,
};

for (const [name, launch] of [
  ["Chromium", launchChromium],
  ["Firefox", launchFirefox],
] as const) {
  describe(name, () => {
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      browser = await launch();
    });

    afterEach(() => page.close());
    afterAll(() => browser.close());

    /** Opens a clip of 2 s in a new page; the script makes the browser another one first. */
    async function openClip(script = ""): Promise<void> {
      page = await openPage(browser, site);
      await page.evaluate(script);
      await page.evaluate(async (samples) => {
        const { packets } = await stage.roundTrip(Float32Array.from(samples));
        await stage.openClip(packets.slice(0, 100));
      }, tone(2_000));
    }

    for (const [kind, script] of Object.entries(KINDS)) {
      test(`VK1: a clip plays from where it was sought to its end, ${kind}`, async () => {
        await openClip(script);
        const { duration_ms, positions } = await page.evaluate(async () => {
          const clip = stage.clip!;
          clip.seek(1_500);
          const positions = [clip.position_ms()];
          await clip.play();
          while (clip.playing) {
            await new Promise(requestAnimationFrame);
            positions.push(clip.position_ms());
          }
          return { positions, duration_ms: clip.duration_ms };
        });
        expect(duration_ms).toBe(2_000);
        expect(positions[0]).toBeCloseTo(1_500, -1);
        expect(positions.at(-1)).toBeGreaterThan(1_950);
        expect(positions.at(-1)).toBeLessThanOrEqual(2_000);
      });
    }

    test("VK1: pausing keeps the position, and every change is told until nobody wants to know", async () => {
      await openClip();
      const { paused_at, later, told, told_later } = await page.evaluate(async () => {
        const clip = stage.clip!;
        let told = 0;
        const forget = clip.onChange(() => told++);
        await clip.play();
        while (clip.position_ms() < 300) await new Promise(requestAnimationFrame);
        clip.pause();
        const paused_at = clip.position_ms();
        while (told < 3) await new Promise(requestAnimationFrame); // play, playing, pause
        forget();
        const told_before = told;
        clip.setSpeed(1.5);
        clip.seek(0);
        while (clip.position_ms() > 0) await new Promise(requestAnimationFrame);
        return { paused_at, later: clip.playing, told, told_later: told - told_before };
      });
      expect(paused_at).toBeGreaterThanOrEqual(300);
      expect(told).toBeGreaterThanOrEqual(3);
      expect([later, told_later]).toEqual([false, 0]);
    });

    test("VK1: a source that turns out not to play is replaced by another one", async () => {
      page = await openPage(browser, site);
      const position = await page.evaluate(async () => {
        // No Opus in it at all: Ogg and MP4 fail, and what is decoded here is silence.
        const clip = await stage.openClip(Array.from({ length: 50 }, () => [255, 255, 255]));
        await clip.play().catch(() => undefined);
        while (clip.position_ms() < 500) await new Promise(requestAnimationFrame);
        return clip.position_ms();
      });
      expect(position).toBeGreaterThanOrEqual(500);
    });

    test("VK1: a clip that was disposed of neither plays nor tells", async () => {
      await openClip();
      const { told, playing } = await page.evaluate(async () => {
        const clip = stage.clip!;
        let told = 0;
        await clip.play();
        clip.onChange(() => told++);
        clip.dispose();
        await clip.play().catch(() => undefined);
        return { told, playing: clip.playing };
      });
      expect(told).toBe(0);
      expect(playing).toBe(false);
    });
  });
}
