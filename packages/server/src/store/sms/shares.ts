import type { AccountId, ConversationId } from "@feiliao/protocol";

/** A link in an SMS by which content is seen without the app. Who has the token may; it is kept nowhere. */
export interface SmsShare {
  conversation_id: ConversationId;
  seq: number;
  /** Whose message it is: as long as they may read it, the link shows it. */
  sender: AccountId;
  expires_at: number;
}

export interface SmsShares {
  share(token_hash: Uint8Array, share: SmsShare): Promise<void>;
  /** Null: there never was one, or it has expired. */
  shared(token_hash: Uint8Array, now: number): Promise<SmsShare | null>;
}
