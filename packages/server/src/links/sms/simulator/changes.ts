import { type Clock, repeat } from "../../../platform/clock.ts";
import { silentLogger } from "../../../platform/logger.ts";
import type { SimulatorChange } from "./handset.ts";
import { asHandsetMessage, type StoredMessage } from "./store/message-store.ts";
import type { SimulatorStore } from "./store/simulator-store.ts";

export type ChangeListener = (change: SimulatorChange) => void;

const LOOK_INTERVAL_MS = 250;

/**
 * Tells what changes on the handsets and carriers, also what other nodes on this machine do to them. What this node did
 * may be told again: whoever listens goes by ids.
 */
export class Changes {
  readonly #store: SimulatorStore;
  readonly #clock: Clock;
  readonly #onNeighbour: () => void;
  readonly #listeners = new Set<ChangeListener>();
  #stopLooking: (() => void) | null = null;

  /** @param onNeighbour another node has changed something; called while somebody listens */
  constructor(store: SimulatorStore, clock: Clock, onNeighbour: () => void) {
    this.#store = store;
    this.#clock = clock;
    this.#onNeighbour = onNeighbour;
  }

  /** Returns how to stop. */
  listen(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    this.#stopLooking ??= this.#lookAtNeighbours();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#rest();
    };
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  tell(change: SimulatorChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  tellMessage(row: StoredMessage): void {
    this.tell({ type: "message", number: row.number, message: asHandsetMessage(row) });
  }

  close(): void {
    this.#listeners.clear();
    this.#rest();
  }

  #rest(): void {
    this.#stopLooking?.();
    this.#stopLooking = null;
  }

  #lookAtNeighbours(): () => void {
    let version = this.#store.neighboursVersion();
    let revision = this.#store.revision();
    return repeat(this.#clock, silentLogger, LOOK_INTERVAL_MS, () => {
      const now = this.#store.neighboursVersion();
      if (now === version) return;
      version = now;
      const seen = revision;
      revision = this.#store.revision();
      for (const change of this.#store.changesAfter(seen)) this.tell(change);
      this.#onNeighbour();
    });
  }
}
