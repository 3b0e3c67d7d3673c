import type { HttpSettingsInput } from "../http-settings.ts";

/**
 * Kannel's smsbox ("sendsms" of its user's guide). Secrets: `user`, `password`, and `webhook`, a token of one's own. In
 * Kannel's smsbox group `mo-recode = true`, for UTF-8, and `http-request-retry`, so that it says again what was not stored;
 * in its sms-service: `get-url = "https://…/links/<id>/incoming?token=…&id=%I&from=%p&to=%P&text=%a&at=%T"`.
 * Kannel names no ids: reports carry the one that the request gave it.
 */
export const kannel: HttpSettingsInput = {
  request: {
    method: "GET",
    url: "http://127.0.0.1:13013/cgi-bin/sendsms",
    query: {
      username: "{secret:user}",
      password: "{secret:password}",
      to: "{to}",
      from: "{from}",
      text: "{text}",
      coding: "2",
      charset: "UTF-8",
      validity: "{valid_min}",
      "dlr-mask": "19", // delivered, failed, refused by the carrier
      "dlr-url": "{report_url}&token={secret:webhook}&state=%d&to=%p&code=%A&at=%T",
    },
  },
  answer: {
    accepted: { status: [200, 202], matches: "^(0: Accepted|3: Queued)" },
    message_id: null,
  },
  webhooks: {
    checks: [{ check: "token", query: "token", secret: "webhook" }],
    report: {
      message_id: "?id",
      to: "?to",
      state: "?state",
      states: { 1: "delivered", 2: "failed", 16: "failed" },
      code: "?code",
      at: "?at",
    },
    incoming: { message_id: "?id", from: "?from", to: "?to", text: "?text", at: "?at" },
  },
};
