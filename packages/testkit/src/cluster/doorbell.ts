import type { Bus, BusMessage } from "@feiliao/server/bus/bus";

interface Subscriber {
  node: number;
  hear(message: BusMessage): void;
}

/**
 * A bus between servers in one process that can lose what nodes tell each other. As the port says, a node
 * hears its own messages always.
 */
export class Doorbell {
  readonly #subscribers = new Set<Subscriber>();
  readonly #gapListeners = new Set<() => void>();
  #isSilent = false;
  #nodes = 0;

  /** The bus of one more node. */
  join(): Bus {
    const node = this.#nodes++;
    const own = new Set<Subscriber>();
    return {
      publish: (message) => {
        for (const subscriber of this.#subscribers) {
          if (subscriber.node === node || !this.#isSilent) subscriber.hear(message);
        }
      },
      subscribe: (hear) => {
        const subscriber = { node, hear };
        this.#subscribers.add(subscriber);
        own.add(subscriber);
        return () => this.#subscribers.delete(subscriber);
      },
      onGap: (listener) => {
        this.#gapListeners.add(listener);
        return () => this.#gapListeners.delete(listener);
      },
      close: async () => {
        for (const subscriber of own) this.#subscribers.delete(subscriber);
      },
    };
  }

  /** From now on nothing travels between nodes. */
  silence(): void {
    this.#isSilent = true;
  }

  /** Everything travels again. */
  mend(): void {
    this.#isSilent = false;
  }

  /** Every node finds out that it may have missed something. */
  noticeGap(): void {
    for (const listener of [...this.#gapListeners]) listener();
  }
}
