import { PACKET_MS } from "../opus-stream.ts";

const WINDOW_PACKETS = 500; // 10 s
const COVERED_SHARE = 0.97;
const RESERVE_MS = 20;
const DECAY_PER_PACKET = 0.002;

export const TARGET_MS_MIN = 60;
export const TARGET_MS_MAX = 600;

/** A talk begins no later than this for what happened in an earlier one. */
export const START_MS_MAX = 240;

/**
 * How much must be gathered before playing, learnt from when packets come. A packet's lateness is counted from the
 * most punctual one of the last 10 seconds, and nearly all of them should be in time. The target grows at once,
 * because another late packet is likely, and shrinks slowly, because bad moments come back.
 */
export class ArrivalSpread {
  /** Arrival times, less the time at which each packet was spoken. */
  readonly #offsets_ms: number[] = [];
  #target_ms: number;

  constructor(start_ms: number) {
    this.#target_ms = start_ms;
  }

  get target_ms(): number {
    return this.#target_ms;
  }

  /** Where the next talk should start: all of the last 10 seconds in time, as far as that is bearable. */
  get next_start_ms(): number {
    return clamp(this.#latenessOf(1) + RESERVE_MS, START_MS_MAX);
  }

  arrived(packet: number, at_ms: number): void {
    this.#offsets_ms.push(at_ms - packet * PACKET_MS);
    if (this.#offsets_ms.length > WINDOW_PACKETS) this.#offsets_ms.shift();
    const wanted = clamp(this.#latenessOf(COVERED_SHARE) + RESERVE_MS, TARGET_MS_MAX);
    if (wanted > this.#target_ms) this.#target_ms = wanted;
    else this.#target_ms += (wanted - this.#target_ms) * DECAY_PER_PACKET;
  }

  #latenessOf(share: number): number {
    const sorted = this.#offsets_ms.toSorted((a, b) => a - b);
    const covered = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
    return (sorted[covered] ?? 0) - (sorted[0] ?? 0);
  }
}

const clamp = (ms: number, max: number) => Math.max(TARGET_MS_MIN, Math.min(max, ms));
