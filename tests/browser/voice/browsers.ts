import { type Browser, chromium, firefox } from "playwright-core";
import {
  fakeMicrophone,
  SOUND_WITHOUT_GESTURE,
} from "../../../packages/testkit/src/audio/chromium-microphone.ts";

export interface ChromiumOptions {
  /** What the microphone hears; without it there is no microphone. */
  speechFile?: string;
  flags?: string[];
}

/** Debian's Chromium. */
export function launchChromium({ speechFile, flags = [] }: ChromiumOptions = {}): Promise<Browser> {
  const microphone = speechFile ? fakeMicrophone(speechFile) : [];
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", SOUND_WITHOUT_GESTURE, ...microphone, ...flags],
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
