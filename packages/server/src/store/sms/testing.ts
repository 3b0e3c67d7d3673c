import type { AccountId, ConversationId } from "@feiliao/protocol";
import { id, NOW } from "../testing/cast.ts";
import type { BeginSms, NewSms } from "./ledger.ts";

export const ALICE = id<AccountId>("account");
export const BOB = id<AccountId>("account");
export const CHAT = id<ConversationId>("conversation");
export const HANDSET = "+8613800138001";

/** Alice's message to Bob, to be sent over `mobile`. */
export function newSms(key: string, more: Partial<NewSms> = {}): NewSms {
  return {
    key,
    ...{ kind: "message", number: HANDSET, sender: ALICE, recipient: BOB, conversation_id: CHAT, seq: 1 },
    ...{
      link: "mobile",
      not_before: NOW,
      expires_at: NOW + 3_600_000,
      fen_max: null,
      details: "{}",
      now: NOW,
    },
    ...more,
  };
}

export function attempt(sms_id: number, more: Partial<BeginSms> = {}): BeginSms {
  return {
    ...{ sms_id, link: "mobile", units: 1, fen: 5, extension: "001", budgets: [], now: NOW },
    deadline: NOW + 60_000,
    ...more,
  };
}
