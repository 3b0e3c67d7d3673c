import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readWav } from "../../../packages/testkit/src/audio/wav.ts";
import { oggOpus } from "../../../packages/web/src/voice/container/ogg-opus.ts";

const run = promisify(execFile);

/** What a voice message sounds like to Xiph's own decoder. */
export async function decoded(packets: readonly Uint8Array[]): Promise<Float32Array> {
  const folder = await mkdtemp(join(tmpdir(), "feiliao-decoded-"));
  try {
    const [opus, wav] = [join(folder, "voice.opus"), join(folder, "voice.wav")];
    await writeFile(opus, oggOpus(packets));
    await run("opusdec", ["--quiet", "--rate", "48000", opus, wav]);
    return (await readWav(wav)).samples;
  } finally {
    await rm(folder, { recursive: true });
  }
}
