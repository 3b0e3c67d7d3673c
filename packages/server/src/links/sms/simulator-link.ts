import type { LinkDefinition } from "./link-pool.ts";
import { SERVED } from "./routing/number-route.ts";
import type { Simulator } from "./simulator/index.ts";
import type { SmsLink, SmsLinkState } from "./sms-link.ts";

export const SIMULATOR_LINK_ID = "simulator";

/** Of an SMS of the carrier in a box, in 0.01 CNY: what they cost in mainland China. */
export const SIMULATOR_PRICE_FEN = 5;

/**
 * The carrier in a box as the one link of a server without another. The box is there before and after a node holds the link;
 * and its handsets, which people have in their browsers, write to whatever node these have open: what they write does not
 * come by the link.
 */
export function simulatorLink(simulator: Simulator): LinkDefinition {
  return {
    terms: {
      ...{
        id: SIMULATOR_LINK_ID,
        label: "Simulator",
        kind: "simulator",
        serves: SERVED,
        virtual_operators: true,
      },
      ...{ templates: [], capabilities: simulator.capabilities, price_fen: SIMULATOR_PRICE_FEN },
      ...{ throughput_per_s: 1_000, outstanding_max: 1_000, day_fen_max: null, month_fen_max: null },
    },
    webhooks: false,
    open: () => new BorrowedSimulator(simulator),
  };
}

class BorrowedSimulator implements SmsLink {
  readonly id = SIMULATOR_LINK_ID;
  readonly capabilities;
  readonly #simulator: Simulator;
  readonly #stops: (() => void)[] = [];
  #closed = false;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
    this.capabilities = simulator.capabilities;
  }

  get state(): SmsLinkState {
    return this.#closed ? "closed" : this.#simulator.state;
  }

  async send(sms: Parameters<SmsLink["send"]>[0]): ReturnType<SmsLink["send"]> {
    if (this.#closed) return { outcome: "refused", refusal: "closed", code: "simulator:closed" };
    return this.#simulator.send(sms);
  }

  onState(): () => void {
    return () => {};
  }

  onReport(listener: Parameters<SmsLink["onReport"]>[0]): () => void {
    const stop = this.#simulator.onReport(listener);
    this.#stops.push(stop);
    return stop;
  }

  onIncoming(): () => void {
    return () => {};
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const stop of this.#stops) stop();
  }
}
