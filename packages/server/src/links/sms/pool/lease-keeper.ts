import { type Clock, repeat } from "../../../platform/clock.ts";
import { inBackground } from "../../../platform/failure.ts";
import { describeFailure, type Logger } from "../../../platform/logger.ts";
import type { LinkLease, LinkLeaseStore } from "../../../store/link-lease-store.ts";

/** How long a lease holds without a beat. */
export const LEASE_MS = 10_000;
export const BEAT_INTERVAL_MS = 2_500;
/**
 * So many of our own rounds without a beat last longer than a lease, whatever clocks say (D16): the holder has stopped
 * using the link by then.
 */
const SILENT_ROUNDS_MAX = LEASE_MS / BEAT_INTERVAL_MS + 1;

/** Rounds in which a new holder dials, and says so with its next beat. */
const COMING_UP_ROUNDS = 3;

interface Parts {
  leases: LinkLeaseStore;
  /** This node. */
  holder: string;
  /** No other node uses this store: what is held there is from a process that has ended, and nobody waits for a beat. */
  alone: boolean;
  link_ids: readonly string[];
  clock: Clock;
  logger: Logger;
  /** Whether a link that is held can send now: told to the other nodes. */
  available(link_id: string): boolean;
  gained(link_id: string): void;
  lost(link_id: string): void;
}

interface Held {
  token: number;
  /** Fires when the lease has run out without a beat. */
  expiry: unknown;
}

/** Takes leases that are free, beats for those it holds, and stops using a link before another node may take it. */
export class LeaseKeeper {
  readonly #parts: Parts;
  readonly #held = new Map<string, Held>();
  /** What is known of the links of other nodes, for how many rounds it has not changed, and since how many it is held. */
  readonly #others = new Map<string, { lease: LinkLease; silent_rounds: number; rounds: number }>();
  readonly #stop: () => void;
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#stop = repeat(parts.clock, parts.logger, BEAT_INTERVAL_MS, () => this.round());
    inBackground(parts.logger, "taking links", this.round());
  }

  holds(link_id: string): boolean {
    return this.#held.has(link_id);
  }

  /**
   * What the node that holds a link says of it; null for a link that nobody is known to hold. One that has just been taken
   * is coming up, and is believed to until its holder has had time to say so.
   */
  other(link_id: string): { available: boolean } | null {
    const known = this.#others.get(link_id);
    if (!known || known.lease.beat === null) return null;
    return { available: known.lease.available || known.rounds < COMING_UP_ROUNDS };
  }

  /** Beats, and takes what is free. Rounds do not overlap. */
  round(): Promise<void> {
    this.#running ??= this.#round().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Gives back everything. Links must have been closed before. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stop();
    await this.#running?.catch(() => {});
    const { leases, clock, logger } = this.#parts;
    for (const [link_id, { token, expiry }] of this.#held) {
      clock.clearTimeout(expiry);
      const released = leases.release(link_id, token);
      await released.catch((failure) =>
        logger.warn("a link was not given back", { error: describeFailure(failure) }),
      );
    }
    this.#held.clear();
  }

  async #round(): Promise<void> {
    if (this.#closed) return;
    if (this.#parts.alone && this.#held.size === this.#parts.link_ids.length) return;
    await this.#beat();
    const leases = new Map((await this.#parts.leases.all()).map((lease) => [lease.link_id, lease]));
    for (const link_id of this.#parts.link_ids) {
      if (this.#closed) return;
      if (this.#held.has(link_id)) continue;
      const lease = leases.get(link_id) ?? null;
      if (this.#isFree(link_id, lease)) await this.#take(link_id, lease);
    }
  }

  async #beat(): Promise<void> {
    const { leases, available, alone } = this.#parts;
    if (this.#held.size === 0 || alone) return;
    const begun = [...this.#held].map(([link_id, { token }]) => ({
      ...{ link_id, token, available: available(link_id) },
      expiry: this.#expireLater(link_id),
    }));
    const renewed = await leases.renew(begun).catch((failure) => {
      for (const { expiry } of begun) this.#parts.clock.clearTimeout(expiry);
      throw failure;
    });
    for (const { link_id, expiry } of begun) {
      const held = this.#held.get(link_id);
      if (held && renewed.includes(link_id)) {
        this.#parts.clock.clearTimeout(held.expiry);
        held.expiry = expiry;
      } else {
        this.#parts.clock.clearTimeout(expiry);
        this.#lose(link_id);
      }
    }
  }

  #isFree(link_id: string, lease: LinkLease | null): boolean {
    const { alone, holder } = this.#parts;
    if (lease === null || lease.beat === null || alone || lease.holder === holder) return true;
    const known = this.#others.get(link_id);
    const silent =
      known !== undefined && known.lease.token === lease.token && known.lease.beat === lease.beat;
    const silent_rounds = silent ? known.silent_rounds + 1 : 0;
    const rounds = known?.lease.token === lease.token ? known.rounds + 1 : 0;
    this.#others.set(link_id, { lease, silent_rounds, rounds });
    return silent_rounds >= SILENT_ROUNDS_MAX;
  }

  async #take(link_id: string, lease: LinkLease | null): Promise<void> {
    const expiry = this.#expireLater(link_id);
    const token = await this.#parts.leases.take(link_id, this.#parts.holder, lease).catch((failure) => {
      this.#parts.clock.clearTimeout(expiry);
      throw failure;
    });
    if (token === null) {
      this.#parts.clock.clearTimeout(expiry);
      return;
    }
    this.#others.delete(link_id);
    this.#held.set(link_id, { token, expiry });
    this.#parts.gained(link_id);
  }

  #expireLater(link_id: string): unknown {
    if (this.#parts.alone) return null;
    return this.#parts.clock.setTimeout(() => this.#lose(link_id), LEASE_MS);
  }

  #lose(link_id: string): void {
    const held = this.#held.get(link_id);
    if (!held) return;
    this.#parts.clock.clearTimeout(held.expiry);
    this.#held.delete(link_id);
    this.#parts.lost(link_id);
  }
}
