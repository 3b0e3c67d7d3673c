import { tmpdir } from "node:os";
import { UNPROCESSED_MICROPHONE } from "@feiliao/testkit/audio/chromium-microphone";
import { makeSpeech } from "@feiliao/testkit/audio/speech";
import { launchChromium } from "@feiliao/testkit/browser/launch";
import type { Browser, BrowserContext } from "playwright-core";
import { PHONE } from "./chromium.ts";

const SENTENCE =
  "The quick brown fox jumps over the lazy dog, and seven ships left the harbour before noon. ";
/** More speech than all presses hold: the microphone plays the file once. */
const REPEATS = 8;

export function speechMissing(): string | null {
  return Bun.which("espeak-ng") && Bun.which("sox") ? null : "needs the Debian packages espeak-ng and sox";
}

/** A browser into whose microphone somebody speaks from the moment it is opened. */
export async function launchTalker(): Promise<Browser> {
  const file = `${tmpdir()}/feiliao-bench-speech-${process.pid}.wav`;
  await makeSpeech(SENTENCE.repeat(REPEATS), file, { silence_before_s: 0 });
  return launchChromium({ speech: file });
}

/** A browser that may sound although nobody touches it. */
export const launchListener = (): Promise<Browser> => launchChromium({ microphone: false });

/** A phone whose microphone gives what is spoken, unprocessed, so that it can be found again at the other end. */
export async function voicePhone(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext(PHONE);
  await context.addInitScript(UNPROCESSED_MICROPHONE);
  return context;
}
