import type { DeviceId } from "@feiliao/protocol";
import type { Bus } from "../bus/bus.ts";
import type { Receiver } from "../delivery/receiver.ts";
import type { Receivers } from "../delivery/receivers.ts";
import { type Clock, repeat } from "../platform/clock.ts";
import type { Logger } from "../platform/logger.ts";
import type { AccountStore, DeviceIdentity } from "../store/account-store.ts";

/** With the bound of 3 s when the doorbell is lost (D18), a second is left for the poll itself. */
const POLL_INTERVAL_MS = 2_000;
/**
 * A revocation carries the time of the node it was asked of. Each poll looks back this far, so that it is found
 * though that node's clock runs behind this one's; clocks further apart than this need attention anyway.
 */
export const CLOCK_DIFFERENCE_MS_MAX = 60_000;

interface Parts {
  accounts: Pick<AccountStore, "revokedSince">;
  bus: Bus;
  receivers: Receivers;
  clock: Clock;
  logger: Logger;
}

/** Ends the sockets of devices that were signed out, here or on any other node (D18). */
export class Revocations {
  readonly #parts: Parts;
  readonly #stops: (() => void)[];
  /** Devices heard of lately, with when: a socket of one may be in the middle of its hello. */
  readonly #recent = new Map<DeviceId, number>();

  constructor(parts: Parts) {
    const { bus, clock, logger } = parts;
    this.#parts = parts;
    this.#stops = [
      bus.subscribe((message) => {
        if (message.kind === "device_revoked") this.#onRevoked(message);
      }),
      bus.onGap(() => void this.#poll().catch(() => {})), // the next poll is soon, and is logged
      repeat(clock, logger, POLL_INTERVAL_MS, () => this.#poll()),
    ];
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  /**
   * To be called when a socket has become a receiver: its device was active when the hello began, and may have
   * been signed out since, before there was a socket to end.
   */
  check(receiver: Receiver): void {
    if (this.#recent.has(receiver.device_id)) end(receiver);
  }

  async #poll(): Promise<void> {
    const { accounts, clock } = this.#parts;
    const since = clock.now() - CLOCK_DIFFERENCE_MS_MAX;
    for (const [device_id, heard_at] of this.#recent) {
      if (heard_at < since) this.#recent.delete(device_id);
    }
    for (const identity of await accounts.revokedSince(since)) this.#onRevoked(identity);
  }

  #onRevoked(identity: DeviceIdentity): void {
    const { clock, receivers } = this.#parts;
    this.#recent.set(identity.device_id, clock.now());
    for (const receiver of receivers.ofDevice(identity)) end(receiver);
  }
}

function end(receiver: Receiver): void {
  receiver.goodbye({ reason: "revoked", retry: false, retry_after_s: 0 });
}
