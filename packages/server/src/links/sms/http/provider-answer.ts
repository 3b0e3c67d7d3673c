import type { SmsOutcome, SmsRefusal } from "../sms-link.ts";
import { parseBody, textAt } from "./document.ts";
import type { AnswerSettings } from "./http-settings.ts";

/** What a provider answered. */
export interface ProviderAnswer {
  status: number;
  content_type: string;
  text: string;
}

/** What refusals by status mean, when the provider's own code does not say more. */
const REFUSED_STATUS: Record<number, SmsRefusal> = {
  400: "bad_request",
  401: "denied",
  402: "denied",
  403: "denied",
  404: "denied",
  407: "denied",
  422: "bad_request",
  429: "throttled",
};

/** Not sent, and not to be sent again as it is, or not certain: what an answer means. */
export function outcomeOf(settings: AnswerSettings, answer: ProviderAnswer, own_id: string): SmsOutcome {
  const { status, text, content_type } = answer;
  const document = { body: parseBody(text, content_type), query: {} };
  const said = settings.code ? textAt(document, settings.code) : null;
  const uncertain: SmsOutcome = {
    outcome: "unknown",
    carrier_message_ids: settings.message_id === null ? [own_id] : [],
  };
  if (isAccepted(settings.accepted, status, text, (path) => textAt(document, path))) {
    const carrier_message_id = settings.message_id === null ? own_id : textAt(document, settings.message_id);
    // The SMS is on its way, but what is reported about it will not be known for its own.
    if (!carrier_message_id) return uncertain;
    return { outcome: "accepted", carrier_message_ids: [carrier_message_id] };
  }
  const named = said === null ? undefined : settings.refusals[said];
  // A server that failed may have sent the SMS first (RFC 9110 §15.6), unless it says what it refused.
  if ((said !== null && settings.unknown.includes(said)) || (status >= 500 && !named)) return uncertain;
  const refusal =
    named ?? REFUSED_STATUS[status] ?? (status >= 300 && status < 400 ? "denied" : "unspecified");
  return { outcome: "refused", refusal, code: `http:${said ?? status}` };
}

function isAccepted(
  { status: accepted, equals, matches }: AnswerSettings["accepted"],
  status: number,
  text: string,
  at: (path: string) => string | null,
): boolean {
  if (!accepted.includes(status)) return false;
  if (matches !== undefined && !new RegExp(matches).test(text)) return false;
  return Object.entries(equals).every(([path, expected]) => at(path) === expected);
}
