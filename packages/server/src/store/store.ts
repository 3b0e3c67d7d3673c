import type { AccountStore } from "./account-store.ts";
import type { ConversationStore } from "./conversation-store.ts";
import type { ExpectedSmsStore } from "./expected-sms-store.ts";
import type { LimitStore } from "./limit-store.ts";
import type { LinkLeaseStore } from "./link-lease-store.ts";
import type { LinkStore } from "./link-store.ts";
import type { LogFeed } from "./log-feed.ts";
import type { MediaStore } from "./media-store.ts";
import type { OutboxStore } from "./outbox-store.ts";
import type { PartialSmsStore } from "./partial-sms-store.ts";
import type { PasskeyStore } from "./passkey-store.ts";
import type { ScheduledStore } from "./scheduled-store.ts";
import type { SmsStore } from "./sms-store.ts";
import type { TalkStore } from "./talk-store.ts";
import type { VerificationStore } from "./verification-store.ts";

/**
 * Everything the server remembers.
 *
 * Guarantees every adapter gives (checked by `store.contract.ts`):
 * - a write that has resolved is on disk and survives a power cut (D1);
 * - one write is applied whole or not at all, with the rights decided from facts read inside it (D17);
 * - a read sees every write that resolved before it began (D5);
 * - after a storage error nothing is acknowledged: writes reject with `storage_failed` (D19).
 *
 * There are no open transactions in this port: an adapter may put many writes into one commit.
 */
export interface Store {
  readonly accounts: AccountStore;
  readonly conversations: ConversationStore;
  readonly expectedSms: ExpectedSmsStore;
  readonly feed: LogFeed;
  readonly partialSms: PartialSmsStore;
  readonly limits: LimitStore;
  readonly linkLeases: LinkLeaseStore;
  readonly links: LinkStore;
  readonly media: MediaStore;
  readonly outbox: OutboxStore;
  readonly passkeys: PasskeyStore;
  readonly scheduled: ScheduledStore;
  readonly sms: SmsStore;
  readonly talks: TalkStore;
  readonly verifications: VerificationStore;
  /** The epoch of all logs: another one means that they could not be preserved (D10). */
  epoch(): number;
  /** After a restore or an unsafe failover, before anything is served. Resolves to the new epoch. */
  bumpEpoch(): Promise<number>;
  /** False once storage has failed in a way that only a restart, or a person, can mend. */
  healthy(): boolean;
  close(): Promise<void>;
}
