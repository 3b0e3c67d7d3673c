import type { AccountId, SyncPage } from "@feiliao/protocol";
import type { Secret } from "../platform/secret.ts";
import type { Store } from "../store/store.ts";
import { openSyncToken, type SyncState, sealSyncToken } from "./sync-token.ts";

/** Entries in one answer to sync/pull; a device that missed more pulls again. */
export const PULL_ENTRIES_MAX = 500;

const PULL_ACCOUNT_CHANGES_MAX = 500;

const NOTHING: SyncState = { epoch: 0, account_position: 0, conversations: new Map() };

/** Everything that changed for an account since a token (D7). */
export class CatchUp {
  readonly #store: Pick<Store, "accounts" | "conversations" | "epoch">;
  readonly #secret: Secret;

  constructor(store: Pick<Store, "accounts" | "conversations" | "epoch">, secret: Secret) {
    this.#store = store;
    this.#secret = secret;
  }

  async pull(account_id: AccountId, token: string | null): Promise<SyncPage> {
    const { accounts, conversations } = this.#store;
    const had = (token && openSyncToken(this.#secret, account_id, token)) || NOTHING;
    const listed = await accounts.listed(account_id);
    const { position: end } = await accounts.log(account_id, 0, 0);
    const epoch = this.#store.epoch();
    // Another epoch, or a position past the end: the log was rolled back to before what the device has seen (D10).
    const account_reset = had.epoch !== epoch || had.account_position === 0 || had.account_position > end;
    const after = account_reset ? 0 : had.account_position;
    const { changes } = await accounts.log(account_id, after, PULL_ACCOUNT_CHANGES_MAX);
    const account_position = changes.at(-1)?.position ?? end;
    const page = await conversations.changes(account_id, listed, had.conversations, PULL_ENTRIES_MAX);
    const next: SyncState = {
      epoch,
      account_position,
      conversations: new Map([...had.conversations, ...page.positions]),
    };
    return {
      token: sealSyncToken(this.#secret, account_id, next),
      more: page.more || account_position < end,
      account_reset,
      account: changes,
      conversations: page.changes,
    };
  }
}
