import type { ErrorCode } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { ConversationLog } from "../conversation/conversation-log.ts";
import type { Doubts } from "../delivery/doubts.ts";
import { type Clock, repeat } from "../platform/clock.ts";
import { describeFailure, type Logger } from "../platform/logger.ts";
import type { ScheduledMessage } from "../store/scheduled-store.ts";
import type { Store } from "../store/store.ts";

const BATCH = 100;
const POLL_INTERVAL_MS = 1_000;
/** What a node claimed and did not send by then, since it died, another one sends. */
const LEASE_MS = 10_000;

/** Refusals that say nothing about the message: it is tried again when the lease ends. */
const FOR_NOW: ReadonlySet<ErrorCode> = new Set(["storage_failed", "overloaded", "rate_limited", "internal"]);

interface Parts {
  store: Pick<Store, "accounts" | "scheduled">;
  log: ConversationLog;
  doubts: Doubts;
  clock: Clock;
  logger: Logger;
}

/**
 * Sends messages when they are due, as if their devices did. The id of the scheduled message is its idempotency key
 * (D2), so that however often it is tried, on however many nodes, the log has it once.
 */
export class ScheduledMessages {
  readonly #parts: Parts;
  readonly #stop: () => void;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#stop = repeat(parts.clock, parts.logger, POLL_INTERVAL_MS, () => {
      this.#running = this.#sendDue();
      return this.#running;
    });
  }

  /** What is being sent is sent, or left to the next node. */
  async close(): Promise<void> {
    this.#stop();
    await this.#running.catch(() => {});
  }

  async #sendDue(): Promise<void> {
    const { store, clock } = this.#parts;
    let claimed: readonly ScheduledMessage[];
    do {
      claimed = await store.scheduled.claim(BATCH, clock.now(), LEASE_MS);
      await Promise.all(claimed.map((message) => this.#attempt(message)));
    } while (claimed.length === BATCH);
  }

  async #attempt(message: ScheduledMessage): Promise<void> {
    try {
      await this.#settle(message, await this.#send(message));
    } catch (failure) {
      const error = describeFailure(failure);
      this.#parts.logger.warn("a scheduled message was not sent and will be tried again", { error });
    }
  }

  /** Null when it is in the log, else why it never will be. */
  async #send({ due_at: _, scheduled_id, ...message }: ScheduledMessage): Promise<ErrorCode | null> {
    const { log, clock } = this.#parts;
    try {
      await log.append({ ...message, client_id: scheduled_id, now: clock.now() }, null);
      return null;
    } catch (failure) {
      if (failure instanceof FeiliaoError && !FOR_NOW.has(failure.code)) return failure.code;
      throw failure;
    }
  }

  /** The person's devices learn of it before it is forgotten: what breaks off in between is done again. */
  async #settle(scheduled: ScheduledMessage, failure: ErrorCode | null): Promise<void> {
    const { store, log, doubts } = this.#parts;
    const { account_id, scheduled_id, conversation_id, content, due_at } = scheduled;
    const message = failure === null ? null : { conversation_id, content, due_at, failure };
    const change = { type: "scheduled", scheduled_id, message } as const;
    const kept = store.accounts.keep(account_id, `scheduled ${scheduled_id}`, change);
    log.announceAccountChange(account_id, await doubts.watch({ account_id }, kept));
    await store.scheduled.done(account_id, scheduled_id);
  }
}
