import { LibopusDecoder } from "./decoder.ts";
import { LibopusEncoder } from "./encoder.ts";
import { instantiateLibopus } from "./libopus.ts";
import type { Direction, FromWorker, Media, ToWorker } from "./messages.ts";

type Convert = (input: Media) => Media;

let opened: Promise<Convert>;

// Awaiting one promise keeps the messages in order, also those that come while libopus is still being instantiated.
self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  try {
    if (data.type === "open") opened = open(data.direction, data.module);
    const convert = await opened;
    if (data.type === "push") post({ type: "output", output: convert(data.input) });
    if (data.type === "flush") post({ type: "flushed" });
  } catch (error) {
    post({ type: "failed", reason: String(error) });
  }
};

async function open(direction: Direction, module: WebAssembly.Module): Promise<Convert> {
  const libopus = await instantiateLibopus(module);
  if (direction === "encoder") {
    const encoder = new LibopusEncoder(libopus);
    return (frame) => encoder.convert(frame as Float32Array);
  }
  const decoder = new LibopusDecoder(libopus);
  return (packet) => decoder.convert(packet as Uint8Array);
}

function post(message: FromWorker): void {
  self.postMessage(message);
}
