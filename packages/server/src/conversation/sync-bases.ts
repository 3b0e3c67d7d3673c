import type { Secret } from "../platform/secret.ts";
import type { PositionVector } from "./position-vector.ts";
import { NO_BASE, openSyncBase, type SyncBase, sealSyncBase } from "./sync-token.ts";

/** Up to so many conversations are all in the token: it stays under about 3 KB. */
export const INLINE_MAX = 200;
/** Conversations in all bases that a node remembers: about 100 MB at most. */
const REMEMBERED_MAX = 500_000;

/** The bases of the devices that this node has met lately. One that it does not have, the device sends. */
export class SyncBases {
  readonly #secret: Secret;
  readonly #known = new Map<string, SyncBase>();
  #conversations = 0;

  constructor(secret: Secret) {
    this.#secret = secret;
  }

  /** The base a token names; null when it must be sent. */
  find(account_id: string, tag: string | null, sent: string | null): SyncBase | null {
    if (tag === null) return NO_BASE;
    const known = this.#known.get(tag);
    if (known) return known;
    const opened = sent === null ? null : openSyncBase(this.#secret, account_id, sent);
    if (opened?.tag !== tag) return null;
    this.#remember(opened);
    return opened;
  }

  /**
   * The base to go on with, and its text when it is a new one: when more has changed since the present one than an
   * eighth of it, so that a new one costs every changed conversation a few bytes.
   */
  next(account_id: string, present: SyncBase, now: PositionVector): { base: SyncBase; text: string | null } {
    if (now.size <= INLINE_MAX) return { base: NO_BASE, text: null };
    const base = now.covers(present.positions) ? present : NO_BASE;
    if (now.since(base.positions).size <= Math.max(INLINE_MAX, now.size / 8)) return { base, text: null };
    const made = sealSyncBase(this.#secret, account_id, now);
    this.#remember(made.base);
    return made;
  }

  /** Makes room by forgetting what was met first. */
  #remember(base: SyncBase): void {
    if (base.tag === null || this.#known.has(base.tag)) return;
    this.#known.set(base.tag, base);
    this.#conversations += base.positions.size;
    for (const [tag, oldest] of this.#known) {
      if (this.#conversations <= REMEMBERED_MAX) return;
      this.#known.delete(tag);
      this.#conversations -= oldest.positions.size;
    }
  }
}
