import type { AccountId, SyncPage } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Secret } from "../platform/secret.ts";
import type { Store } from "../store/store.ts";
import { PositionVector } from "./position-vector.ts";
import { SyncBases } from "./sync-bases.ts";
import { NO_BASE, openSyncToken, type SyncBase, type SyncState, sealSyncToken } from "./sync-token.ts";

/** Entries in one answer to sync/pull; a device that missed more pulls again. */
export const PULL_ENTRIES_MAX = 500;

const PULL_ACCOUNT_CHANGES_MAX = 500;

const NOTHING: SyncState = { epoch: 0, account_position: 0, positions: PositionVector.NONE };

/** Everything that changed for an account since a token (D7). */
export class CatchUp {
  readonly #store: Pick<Store, "accounts" | "conversations">;
  readonly #secret: Secret;
  readonly #bases: SyncBases;
  readonly #entries_max: number;

  constructor(
    store: Pick<Store, "accounts" | "conversations">,
    secret: Secret,
    entries_max: number = PULL_ENTRIES_MAX,
  ) {
    this.#store = store;
    this.#secret = secret;
    this.#bases = new SyncBases(secret);
    this.#entries_max = entries_max;
  }

  /** @throws base_required when the token names a base that was not sent and is not known here */
  async pull(account_id: AccountId, token: string | null, sent_base: string | null): Promise<SyncPage> {
    const { had, base } = this.#open(account_id, token, sent_base);
    return this.#since(account_id, had, base);
  }

  async #since(account_id: AccountId, had: SyncState, base: SyncBase): Promise<SyncPage> {
    const { accounts, conversations } = this.#store;
    // Before the list, which then holds every conversation that the log names.
    const log = await this.#accountLog(account_id, had.account_position);
    const listed = await accounts.listed(account_id);
    const positions = had.positions.among(listed, had.epoch);
    const page = await conversations.changes(account_id, listed, positions, this.#entries_max);
    const { epoch } = page;
    // What a device had in another epoch is no position in this one.
    if (had !== NOTHING && had.epoch !== epoch) return this.#since(account_id, NOTHING, NO_BASE);
    for (const [conversation_id, position] of page.positions) positions.set(conversation_id, position);
    const account_position = log.changes.at(-1)?.position ?? log.position;
    const next = { epoch, account_position, positions: PositionVector.of(listed, positions) };
    const { base: next_base, text } = this.#bases.next(account_id, base, next.positions);
    return {
      token: sealSyncToken(this.#secret, account_id, next, next_base),
      ...(text !== null && { base: text }),
      more: page.more || account_position < log.position,
      account_reset: log.reset,
      account: log.changes,
      conversations: page.changes,
    };
  }

  /** From the start when a position past the end says that the log was rolled back (D10). */
  async #accountLog(account_id: AccountId, after: number) {
    const { accounts } = this.#store;
    const tail = await accounts.log(account_id, after, PULL_ACCOUNT_CHANGES_MAX);
    if (after <= tail.position) return { ...tail, reset: after === 0 };
    return { ...(await accounts.log(account_id, 0, PULL_ACCOUNT_CHANGES_MAX)), reset: true };
  }

  #open(
    account_id: AccountId,
    token: string | null,
    sent_base: string | null,
  ): { had: SyncState; base: SyncBase } {
    const opened = token === null ? null : openSyncToken(this.#secret, account_id, token);
    if (!opened) return { had: NOTHING, base: NO_BASE };
    const base = this.#bases.find(account_id, opened.base_tag, sent_base);
    if (!base) throw new FeiliaoError("base_required");
    return { had: { ...opened, positions: opened.positions.over(base.positions) }, base };
  }
}
