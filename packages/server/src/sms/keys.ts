import type { AccountId, ConversationId, VerificationId } from "@feiliao/protocol";

/** What makes an SMS the same one, however often and by whatever it is asked for (D14). */
export const smsKey = {
  message: (conversation_id: ConversationId, seq: number, recipient: AccountId) =>
    `message ${conversation_id} ${seq} ${recipient}`,
  notice: (conversation_id: ConversationId, seq: number, recipient: AccountId) =>
    `notice ${conversation_id} ${seq} ${recipient}`,
  /** `no`: which sending of the code it is. */
  code: (verification_id: VerificationId, no: number) => `code ${verification_id} ${no}`,
  /** An answer to one incoming SMS, or to all those of a day. */
  answer: (kind: "opt-out" | "question" | "nobody", cause: string) => `${kind} ${cause}`,
} as const;
