import type { AccountId, ConversationId } from "@feiliao/protocol";

/** Under which key the account's log keeps the present state of a thing. */
export const keptKey = {
  contact: (address: string) => `contact ${address}`,
  block: (address: string) => `block ${address}`,
  fallback: (address: string) => `fallback ${address}`,
  sms: (conversation_id: ConversationId, seq: number, to: AccountId) => `sms ${conversation_id} ${seq} ${to}`,
  conversationSettings: (conversation_id: ConversationId) => `settings ${conversation_id}`,
  signInRequest: "sign_in_request",
} as const;
