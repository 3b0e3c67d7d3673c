import { type Browser, chromium, firefox } from "playwright-core";
import { fakeMicrophone, SOUND_WITHOUT_GESTURE } from "../audio/chromium-microphone.ts";

export const CHROMIUM = "/usr/bin/chromium";

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
  speech?: string | undefined;
  /** False: there is none. */
  microphone?: boolean;
  /** Further command-line flags. */
  flags?: readonly string[];
}

/** Debian's Chromium, without a screen, a graphics card, or errands of its own. */
export function launchChromium({
  speech,
  microphone = true,
  flags = [],
}: ChromiumOptions = {}): Promise<Browser> {
  const heard = speech ? fakeMicrophone(speech) : BEEPING_MICROPHONE;
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [...QUIET, SOUND_WITHOUT_GESTURE, ...(microphone ? heard : []), ...flags],
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
