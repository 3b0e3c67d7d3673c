import { afterAll, beforeAll } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeSpeech } from "../../../packages/testkit/src/audio/speech.ts";
import { readWav } from "../../../packages/testkit/src/audio/wav.ts";

export interface Sentence {
  /** The WAV file for a microphone. */
  file: string;
  /** 48 kHz, with silence before and after. */
  samples: Float32Array;
  duration_ms: number;
}

/** Sentences spoken for the tests of one file, by name; they are there once the tests run. */
export function sentences<Name extends string>(texts: Record<Name, string>): Record<Name, Sentence> {
  const spoken = {} as Record<Name, Sentence>;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "feiliao-spoken-"));
    for (const [name, text] of Object.entries<string>(texts)) {
      const file = join(folder, `${name}.wav`);
      await makeSpeech(text, file);
      const { samples } = await readWav(file);
      spoken[name as Name] = { file, samples, duration_ms: samples.length / 48 };
    }
  });
  afterAll(() => rm(folder, { recursive: true }));
  return spoken;
}
