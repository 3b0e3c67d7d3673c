import type { HttpSettingsInput } from "../http-settings.ts";

/**
 * Twilio's Programmable Messaging, "Message resource" of its API of 2010-04-01. Secrets: `account` (account SID) and
 * `token` (auth token). In Twilio, the number's "A message comes in" is set to `…/links/<id>/incoming`.
 */
export const twilio: HttpSettingsInput = {
  request: {
    method: "POST",
    url: "https://api.twilio.com/2010-04-01/Accounts/{secret:account}/Messages.json",
    headers: { authorization: "Basic {basic:account:token}" },
    form: {
      To: "{to}",
      From: "+{from}",
      Body: "{text}",
      StatusCallback: "{report_url}",
      ValidityPeriod: "{valid_s}",
    },
  },
  answer: {
    accepted: { status: [201] },
    message_id: "$.sid",
    code: "$.code",
    refusals: {
      20003: "denied", // authentication
      20429: "throttled",
      21211: "number_unknown", // invalid "To"
      21408: "denied", // no permission for this country
      21606: "denied", // "From" is not ours
      21610: "blocked", // the recipient has said STOP
      21612: "not_mine", // cannot be reached from this number
      21614: "number_unknown", // not a mobile number
      21617: "bad_request", // too long
      30001: "throttled", // queue overflow
    },
  },
  webhooks: {
    checks: [{ check: "twilio", secret: "token" }],
    report: {
      message_id: "$.MessageSid",
      to: "$.To",
      state: "$.MessageStatus",
      states: { delivered: "delivered", undelivered: "failed", failed: "failed" },
      code: "$.ErrorCode",
      reasons: {
        30003: "absent",
        30004: "blocked",
        30005: "number_unknown",
        30006: "number_unknown", // landline or unreachable carrier
        30007: "filtered",
        30036: "expired",
      },
    },
    incoming: { message_id: "$.MessageSid", from: "$.From", to: "$.To", text: "$.Body" },
  },
};
