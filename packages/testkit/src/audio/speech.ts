import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface SpeechOptions {
  /** An espeak-ng voice, such as `en-us` or `cmn`. */
  voice?: string;
  silence_before_s?: number;
  silence_after_s?: number;
}

/**
 * Speaks a text into a WAV file of 48 kHz mono, as Chromium's fake microphone reads it. Needs espeak-ng and sox.
 * The silence before it is lost when the microphone starts late, and the one after it is what comes when the file ends.
 */
export async function makeSpeech(text: string, file: string, options: SpeechOptions = {}): Promise<void> {
  const { voice = "en-us", silence_before_s = 1, silence_after_s = 1.2 } = options;
  const raw = `${file}.espeak.wav`;
  try {
    await run("espeak-ng", ["-v", voice, "-s", "150", "-w", raw, text]);
    const silence = ["pad", String(silence_before_s), String(silence_after_s)];
    await run("sox", [raw, "-r", "48000", "-c", "1", "-b", "16", file, ...silence, "norm", "-3"]);
  } finally {
    await rm(raw, { force: true });
  }
}
