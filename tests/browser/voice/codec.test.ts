import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { correlateWindows } from "../../../packages/testkit/src/audio/correlate.ts";
import { makeSpeech } from "../../../packages/testkit/src/audio/speech.ts";
import { readWav } from "../../../packages/testkit/src/audio/wav.ts";
import { launchChromium, launchFirefox } from "../../../packages/testkit/src/browser/launch.ts";
import { inspect } from "../../../packages/web/src/voice/container/inspect.ts";
import { oggOpus } from "../../../packages/web/src/voice/container/ogg-opus.ts";
import { openPage } from "./people.ts";
import { openSite, type Site } from "./site.ts";

setDefaultTimeout(60_000);

let site: Site;
let folder: string;
let spoken: Float32Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "feiliao-speech-"));
  const file = join(folder, "speech.wav");
  await makeSpeech("The quick brown fox jumps over the lazy dog.", file, {
    silence_before_s: 0.4,
    silence_after_s: 0.2,
  });
  spoken = (await readWav(file)).samples;
  site = await openSite();
});

afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

for (const [name, launch] of [
  ["Chromium", launchChromium],
  ["Firefox", launchFirefox],
] as const) {
  for (const [codec, query] of [
    ["WebCodecs", ""],
    ["libopus", "?without_webcodecs"],
  ] as const) {
    test(`VO1: speech survives encoding and decoding, as one packet for each 20 ms (${name}, ${codec})`, async () => {
      const browser = await launch();
      const page = await openPage(browser, site, query);
      const { samples, packets } = await page.evaluate(
        async (pcm) => {
          const { samples, packets } = await stage.roundTrip(Float32Array.from(pcm));
          return { samples: [...samples], packets };
        },
        [...spoken],
      );
      await browser.close();

      const { median, found } = correlateWindows(spoken, Float32Array.from(samples));
      expect(median).toBeGreaterThanOrEqual(0.9);
      expect(found).toBe(1);
      expect(packets.length - Math.floor(spoken.length / 960)).toBeWithin(0, 2);
      expect(samples).toHaveLength(packets.length * 960);
      const info = await inspect(oggOpus(packets.map((packet) => Uint8Array.from(packet))), "opusinfo");
      expect(info).toContain("Packet duration:   20.0ms (max),   20.0ms (avg),   20.0ms (min)");
      expect(info).not.toMatch(/warning|error|invalid|corrupt/i);
    });
  }
}

test("VC5 VL4: where sound cannot run, as in a Firefox without a sound server, talking says so", async () => {
  const browser = await launchFirefox();
  const page = await openPage(browser, site);
  const { reason, played } = await page.evaluate(async () => {
    const recording = stage.engine.record(() => undefined);
    const player = stage.engine.live();
    const finished = new Promise<boolean>((resolve) => player.onFinished(resolve));
    return {
      reason: await recording.then(
        () => "none",
        (error) => error.reason,
      ),
      played: await finished,
    };
  });
  await browser.close();
  expect(reason).toBe("no_sound");
  expect(played).toBe(false);
});
