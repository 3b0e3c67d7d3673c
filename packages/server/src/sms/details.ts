import type { ConversationId, VerificationId } from "@feiliao/protocol";
import { codeTemplate } from "../accounts/code-sms.ts";
import type { NewSms, SmsRow } from "../store/sms/ledger.ts";
import type { SmsLocale } from "./wording.ts";

/** What is needed to say an SMS at the moment it is sent; no content. */
export type Details =
  | { kind: "message" | "notice" }
  | { kind: "code"; verification_id: VerificationId; locale: SmsLocale }
  | { kind: "service"; say: "opted_out" | "opted_in" | "nobody" }
  | { kind: "service"; say: "question"; choices: readonly ConversationId[] };

export function detailsOf({ details }: Pick<SmsRow, "details">): Details {
  return JSON.parse(details) as Details;
}

/** Which template says it, for links that take no other text. */
export function templateOf(row: Pick<SmsRow, "details">): string {
  const details = detailsOf(row);
  switch (details.kind) {
    case "code":
      return codeTemplate(details.locale);
    case "service":
      return details.say;
    default:
      return details.kind;
  }
}

/** The server's own word to a handset, over the link that it wrote by. */
export function serviceSms(
  key: string,
  to: { number: string; link: string },
  details: Extract<Details, { kind: "service" }>,
  now: number,
): NewSms {
  return {
    ...{ key, ...to, kind: "service", details: JSON.stringify(details), now },
    ...{ sender: null, recipient: null, conversation_id: null, seq: null, fen_max: null },
    ...{ not_before: now, expires_at: now + SERVICE_LIFETIME_MS },
  };
}

const SERVICE_LIFETIME_MS = 3_600_000;
