import type { TalkRecording } from "@feiliao/client";
import type { Chance } from "@feiliao/testkit/chance";
import type { Voice } from "../audit/history.ts";
import type { World } from "../world/world.ts";

const PACKET_MS = 20;
/** Packets are spoken in bunches, as a busy phone hands them over. */
const BUNCH = 5;

/** A person who speaks: packets come in real time until the talk is finished, cancelled or cut short. */
export class Recording {
  readonly voice: Voice;
  readonly #world: World;
  readonly #chance: Chance;
  readonly #talk: TalkRecording;
  #left: number;
  #over_ms: number | null = null;

  constructor(world: World, chance: Chance, talk: TalkRecording, packets: number, cancels: boolean) {
    this.voice = { type: "voice", packets: [], end: cancels ? "cancelled" : "finished" };
    this.#world = world;
    this.#chance = chance;
    this.#talk = talk;
    this.#left = packets;
    this.#speak();
  }

  /** The app went away while it was spoken. */
  interrupt(what: "kept" | "lost"): void {
    const { now_ms } = this.#world;
    const isBeingKept = what === "lost" && this.#over_ms === now_ms; // finished in the moment of the kill
    if (this.#over_ms === null || isBeingKept) this.voice.end = what;
    this.#over_ms ??= now_ms;
  }

  #speak(): void {
    if (this.#over_ms !== null) return;
    if (this.#left <= 0) {
      this.#over_ms = this.#world.now_ms;
      if (this.voice.end === "cancelled") this.#talk.cancel();
      else this.#talk.finish(WAVEFORM);
      return;
    }
    for (let count = Math.min(BUNCH, this.#left); count > 0; count--) {
      const packet = this.#chance.bytes(this.#chance.integer(1, 60));
      this.voice.packets.push(packet);
      this.#talk.push(packet);
      this.#left--;
    }
    this.#world.after(BUNCH * PACKET_MS, () => this.#speak());
  }
}

const WAVEFORM = Array.from({ length: 64 }, (_, index) => index % 32);
