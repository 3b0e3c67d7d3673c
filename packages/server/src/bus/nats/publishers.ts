import type { Header } from "./envelope.ts";
import { FORGOTTEN_AFTER_BEATS, SILENT_AFTER_BEATS } from "./heartbeat.ts";

type Publisher =
  | { phase: "present"; counter: number; heard_at_beat: number }
  /** It said goodbye: what arrives after that is not heard any more. */
  | { phase: "gone"; heard_at_beat: number };

export interface Heard {
  /** Not heard of before: it may not know this node either. */
  stranger: boolean;
  /** These messages, and later ones of this node, were not heard before. */
  fresh: boolean;
  /** Messages before these were missed. */
  missed: boolean;
}

/** What this node has heard of each other node: up to which envelope, and when last. Time is this node's beats. */
export class Publishers {
  readonly #publishers = new Map<string, Publisher>();

  /**
   * `newcomer`: this node began to hear just now, so a stranger may have spoken before. To one that has listened
   * for longer, a stranger that has spoken before is one it should have heard.
   */
  hear({ kind, node, counter }: Header, beat: number, newcomer: boolean): Heard {
    const known = this.#publishers.get(node);
    if (known?.phase === "gone") return { stranger: false, fresh: false, missed: false };
    const before = kind === "messages" ? counter - 1 : counter;
    const last = known?.counter ?? (newcomer ? before : 0);
    this.#publishers.set(
      node,
      kind === "goodbye"
        ? { phase: "gone", heard_at_beat: beat }
        : { phase: "present", counter: Math.max(last, counter), heard_at_beat: beat },
    );
    return { stranger: !known, fresh: kind === "messages" && counter > last, missed: before > last };
  }

  /**
   * Whether a node is silent that did not say goodbye: it may be cut off, and what it would say is missed. One
   * that stays silent is forgotten.
   */
  anySilent(beat: number): boolean {
    let silent = false;
    for (const [node, { phase, heard_at_beat }] of this.#publishers) {
      const silence = beat - heard_at_beat;
      if (silence >= FORGOTTEN_AFTER_BEATS) this.#publishers.delete(node);
      else if (phase === "present" && silence >= SILENT_AFTER_BEATS) silent = true;
    }
    return silent;
  }
}
