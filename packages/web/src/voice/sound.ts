/// <reference types="vite/client" />
import { SAMPLE_RATE } from "./opus-stream.ts";
import { withTimeLimit } from "./time-limit.ts";
import workletUrl from "./voice.worklet.ts?worker&url";
import { VoiceError } from "./voice-error.ts";
import { Warm } from "./warm.ts";

const LINGER_MS = 30_000;

/** Browsers keep `resume` waiting for ever without an audio device, or without a gesture. */
const RESUME_MS_MAX = 3_000;

interface OpenedContext {
  context: AudioContext;
  /** Resolves when its processors can be used. */
  modules: Promise<void>;
}

/**
 * The page's one AudioContext, always at 48 kHz: devices change their rate when a headset joins, and Opus must not
 * notice. Idle, it is suspended and never closed, because a context that was unlocked by a gesture stays unlocked.
 */
export class Sound {
  #opened: OpenedContext | null = null;
  #inUse = false;

  constructor() {
    // A call or another app may have interrupted the sound of a talk that still goes on.
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.#inUse) void this.#opened?.context.resume();
    });
  }

  /** Running while somebody talks or listens, and for a while after. */
  readonly running = new Warm<AudioContext>({
    open: () => this.#run(),
    close: (context) => this.#pause(context),
    usable: (context) => context.state === "running",
    linger_ms: LINGER_MS,
  });

  /** For a context that says it runs and does not: the next use makes a new one. */
  discard(): void {
    void this.#opened?.context.close();
    this.#opened = null;
  }

  async #run(): Promise<AudioContext> {
    this.#opened ??= openContext();
    const { context, modules } = this.#opened;
    this.#inUse = true;
    // `resume` first and at once: it may need the gesture that is going on. It also ends iOS's "interrupted".
    const resumed = context.resume().then(() => true);
    const inTime = await withTimeLimit(resumed, RESUME_MS_MAX, () => false);
    if (!inTime) throw new VoiceError("no_sound");
    await modules.catch((cause: unknown) => {
      this.discard();
      throw new VoiceError("not_loaded", cause);
    });
    return context;
  }

  #pause(context: AudioContext): void {
    this.#inUse = false;
    void context.suspend();
  }
}

function openContext(): OpenedContext {
  if (!("AudioWorkletNode" in globalThis)) throw new VoiceError("unsupported");
  const context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: "interactive" });
  const modules = context.audioWorklet.addModule(workletUrl);
  modules.catch(() => undefined); // who uses the context hears of it
  return { context, modules };
}
