import { type Browser, chromium, firefox } from "playwright-core";
import { fakeMicrophone, SOUND_WITHOUT_GESTURE } from "../audio/chromium-microphone.ts";

/** What keeps Chromium from doing anything but what the test asks; it runs as root in containers, without a GPU. */
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A microphone that beeps and may be used without asking. */
const BEEPING_MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

export interface ChromiumOptions {
  /** A WAV file that the microphone hears, once from when it is opened; without it, it hears beeps. */
  speech?: string;
}

/** Debian's Chromium. */
export function launchChromium({ speech }: ChromiumOptions = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [...QUIET, SOUND_WITHOUT_GESTURE, ...(speech ? fakeMicrophone(speech) : BEEPING_MICROPHONE)],
  });
}

/** Debian's Firefox, driven by WebDriver BiDi, always as on a machine without a sound server. */
export function launchFirefox(): Promise<Browser> {
  return firefox.launch({
    executablePath: "/usr/bin/firefox-esr",
    channel: "moz-firefox",
    firefoxUserPrefs: {
      "media.navigator.streams.fake": true,
      "media.navigator.permission.disabled": true,
      "media.autoplay.default": 0,
      "media.autoplay.blocking_policy": 0,
      "media.cubeb.force_null_context": true,
    },
  });
}
