import type { AccountId, ConversationId, SmsProgress } from "@feiliao/protocol";
import type { ConversationLog } from "../conversation/conversation-log.ts";
import type { Doubts } from "../delivery/doubts.ts";
import { believedCarrier } from "../links/sms/routing/candidates.ts";
import { NOTHING_KNOWN } from "../links/sms/routing/number-route.ts";
import { keptKey } from "../store/kept-keys.ts";
import type { SmsLedgerState, SmsRow } from "../store/sms/ledger.ts";
import type { Store } from "../store/store.ts";

interface Parts {
  store: Pick<Store, "accounts" | "sms">;
  log: ConversationLog;
  doubts: Doubts;
}

const TOLD_AT_ONCE_MAX = 100;

/** What people are told of a row's state. */
const SHOWN: Record<SmsLedgerState, SmsProgress["state"]> = {
  queued: "queued",
  begun: "queued",
  accepted: "sent",
  delivered: "delivered",
  failed: "failed",
  unknown: "unknown",
  cancelled: "cancelled",
};

/** What became of an SMS, as its sender sees it; null for what is nobody's message. */
export async function progressOf({ sms }: Pick<Store, "sms">, row: SmsRow): Promise<SmsProgress | null> {
  if (row.kind !== "message" && row.kind !== "notice") return null;
  const route = (await sms.routes([row.number])).get(row.number) ?? NOTHING_KNOWN;
  const carrier = believedCarrier(row.number, route);
  const waits = row.state === "queued" && row.not_before > row.created_at;
  return {
    kind: row.kind,
    state: SHOWN[row.state],
    reason: row.state === "failed" ? row.reason : null,
    carrier: carrier === "world" ? null : carrier,
    units: row.units,
    fen: row.fen,
    due_at: waits ? row.not_before : null,
    at: row.changed_at,
  };
}

/** Tells senders, on all their devices, what became of their SMS: what the ledger says, in their account's log. */
export class ProgressTeller {
  readonly #parts: Parts;
  #again = false;
  #running: Promise<void> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Resolves when everybody has been told of everything. */
  async settle(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#drain().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  /** The one thing that is known of a message and a person: the last of it stays. */
  async tell(
    sender: AccountId,
    about: { conversation_id: ConversationId; seq: number; to: AccountId },
    progress: SmsProgress,
  ): Promise<void> {
    const { store, log, doubts } = this.#parts;
    if (!(await store.accounts.profile(sender))) return; // erased: nobody is told any more
    const key = keptKey.sms(about.conversation_id, about.seq, about.to);
    const kept = store.accounts.keep(sender, key, { type: "sms", ...about, progress });
    log.announceAccountChange(sender, await doubts.watch({ account_id: sender }, kept));
  }

  async #drain(): Promise<void> {
    const { sms } = this.#parts.store;
    while (this.#again) {
      this.#again = false;
      const rows = await sms.untold(TOLD_AT_ONCE_MAX);
      await Promise.all(rows.map((row) => this.#tellOf(row)));
      await sms.told(rows);
      // A row that has changed in between is untold still, and comes again.
      if (rows.length > 0) this.#again = true;
    }
  }

  /** Until it is still what was said: another node that has read a newer state may have been first to say it. */
  async #tellOf(row: SmsRow): Promise<void> {
    let said: SmsRow | null = row;
    while (said) {
      await this.#say(said);
      const present = await this.#parts.store.sms.byId(said.sms_id);
      said = present && present.revision > said.revision ? present : null;
    }
  }

  async #say(row: SmsRow): Promise<void> {
    const { sender, conversation_id, seq, recipient } = row;
    const progress = await progressOf(this.#parts.store, row);
    if (!progress || !sender || !conversation_id || seq === null || !recipient) return;
    await this.tell(sender, { conversation_id, seq, to: recipient }, progress);
  }
}
