import type { Clip } from "../../../../packages/web/src/voice/index.ts";
import { roundTrip } from "./codec.ts";
import { Listener } from "./listener.ts";
import { Speaker } from "./speaker.ts";

// As on Firefox for Android and on iOS before 26: libopus is loaded instead.
if (new URLSearchParams(location.search).has("without_webcodecs")) {
  Reflect.deleteProperty(globalThis, "AudioEncoder");
  Reflect.deleteProperty(globalThis, "AudioDecoder");
}

const { voiceEngine } = await import("../../../../packages/web/src/voice/index.ts");
const engine = voiceEngine();

const page = {
  engine,
  speaker: new Speaker(engine, document.querySelector("button")!),
  listener: new Listener(engine),
  roundTrip,
  /** The clip under test. */
  clip: null as Clip | null,
  async openClip(packets: number[][]): Promise<Clip> {
    page.clip = await engine.clip(packets.map((packet) => Uint8Array.from(packet)));
    return page.clip;
  },
};

declare global {
  /** What tests drive inside the page. */
  var stage: typeof page;
}

globalThis.stage = page;
