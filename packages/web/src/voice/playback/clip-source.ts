import { openDecoder } from "../codec/choose.ts";
import type { Bytes } from "../container/bytes.ts";
import { mp4Opus } from "../container/mp4-opus.ts";
import { oggOpus } from "../container/ogg-opus.ts";
import { wav } from "../container/wav.ts";

/** A way to hand packets to `<audio>`. */
export interface ClipSource {
  mime: string;
  make(packets: readonly Uint8Array[]): Bytes | Promise<Bytes>;
}

const OGG: ClipSource = { mime: "audio/ogg; codecs=opus", make: oggOpus };
const MP4: ClipSource = { mime: "audio/mp4; codecs=opus", make: mp4Opus };
const WAV: ClipSource = { mime: "audio/wav", make: decodedWav };

/**
 * What this browser says it plays, the best first. Apple's play Opus in MP4 since iOS 17 and in Ogg since 18.4, and
 * some versions between promise an Ogg that stays silent; for all others Ogg is smaller and seeks as well.
 */
export function clipSources(): ClipSource[] {
  const preferred = navigator.vendor.startsWith("Apple") ? [MP4, OGG] : [OGG, MP4];
  const audio = new Audio();
  return [...preferred.filter((source) => audio.canPlayType(source.mime) !== ""), WAV];
}

async function decodedWav(packets: readonly Uint8Array[]): Promise<Bytes> {
  const frames: Float32Array[] = [];
  let failure: Error | undefined;
  const decoder = await openDecoder({
    onOutput: (samples) => frames.push(samples),
    onFailure: (error) => {
      failure = error;
    },
  });
  for (const packet of packets) decoder.push(packet);
  await decoder.flush();
  decoder.close();
  if (failure) throw failure;
  return wav(frames);
}
