import { PACKET_MS } from "../opus-stream.ts";
import type { Clip } from "../voice-engine.ts";
import { type ClipSource, clipSources } from "./clip-source.ts";

const CHANGES = ["play", "playing", "pause", "ended", "seeked", "ratechange", "timeupdate", "error"];

export async function openClip(packets: readonly Uint8Array[]): Promise<Clip> {
  const clip = new AudioElementClip(packets, clipSources());
  await clip.load();
  return clip;
}

/**
 * A clip is an `<audio>` on a file made here: that gives seeking, lock-screen controls, playing in the background and
 * speeds that keep the pitch. A source that turns out not to play is replaced by the next one, at the same position.
 */
class AudioElementClip implements Clip {
  readonly duration_ms: number;
  readonly #packets: readonly Uint8Array[];
  readonly #sources: ClipSource[];
  readonly #audio = new Audio();
  readonly #listeners = new Set<() => void>();
  readonly #disposed = new AbortController();
  #loading: Promise<boolean> = Promise.resolve(false);
  #url = "";

  constructor(packets: readonly Uint8Array[], sources: ClipSource[]) {
    this.duration_ms = packets.length * PACKET_MS;
    this.#packets = packets;
    this.#sources = sources;
    this.#audio.preservesPitch = true;
    const { signal } = this.#disposed;
    this.#audio.addEventListener("error", () => void this.#replace(this.#audio.src), { signal });
    for (const change of CHANGES) this.#audio.addEventListener(change, () => this.#changed(), { signal });
  }

  /** Takes the next source; false when none is left. */
  load(): Promise<boolean> {
    this.#loading = this.#load();
    return this.#loading;
  }

  get playing(): boolean {
    return !this.#audio.paused && !this.#audio.ended;
  }

  async play(): Promise<void> {
    if (this.#disposed.signal.aborted) return; // without a source it would wait for one
    const source = this.#audio.src;
    try {
      await this.#audio.play();
    } catch (error) {
      const unplayable = error instanceof DOMException && error.name === "NotSupportedError";
      if (!unplayable || !(await this.#replace(source))) throw error;
      await this.play();
    }
  }

  pause(): void {
    this.#audio.pause();
  }

  seek(ms: number): void {
    this.#audio.currentTime = Math.max(0, Math.min(this.duration_ms, ms)) / 1_000;
  }

  position_ms(): number {
    if (this.#audio.ended) return this.duration_ms;
    return Math.min(this.duration_ms, this.#audio.currentTime * 1_000);
  }

  setSpeed(speed: 1 | 1.5 | 2): void {
    this.#audio.defaultPlaybackRate = speed; // for a source loaded later
    this.#audio.playbackRate = speed;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dispose(): void {
    this.#disposed.abort();
    this.#audio.pause();
    this.#audio.removeAttribute("src");
    this.#audio.load(); // lets go of the file
    URL.revokeObjectURL(this.#url);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Both the error event and a rejected `play` tell of the same failure: only the first one moves on. */
  #replace(failed: string): Promise<boolean> {
    if (failed === this.#url) void this.load();
    return this.#loading;
  }

  async #load(): Promise<boolean> {
    const source = this.#sources.shift();
    if (!source) return false;
    const failed = this.#url;
    this.#url = "";
    const blob = new Blob([await source.make(this.#packets)], { type: source.mime });
    if (this.#disposed.signal.aborted) return false;
    URL.revokeObjectURL(failed);
    this.#url = URL.createObjectURL(blob);
    this.#takeUp(this.#url);
    return true;
  }

  /** Goes on with another source as it was with the one before. */
  #takeUp(url: string): void {
    const { currentTime, paused } = this.#audio;
    this.#audio.src = url;
    this.#audio.currentTime = currentTime;
    if (!paused) void this.#audio.play().catch(() => undefined); // the error event tells
  }
}
