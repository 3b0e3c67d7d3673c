import { keyTimes, watchKeys } from "./keys.ts";
import type { Probes } from "./probes.ts";
import { scroll } from "./scroll.ts";
import { voice, watchVoice } from "./voice.ts";

declare global {
  var benchProbes: Probes | undefined;
}

globalThis.benchProbes = { watchKeys, keyTimes, scroll, watchVoice, voice };
