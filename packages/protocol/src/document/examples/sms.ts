import type { SmsProgress, SmsUsage } from "../../sms/sms.ts";
import { BOB, BOB_NUMBER, CONVERSATION, MINUTE_MS, NOW } from "./cast.ts";

const USAGE: SmsUsage = { day: 3, day_max: 100, month: 41, month_max: 1_000, fen_month: 205 };

export const DELIVERED: SmsProgress = {
  kind: "message",
  state: "delivered",
  reason: null,
  carrier: "china_unicom",
  units: 1,
  fen: 5,
  due_at: null,
  at: NOW + MINUTE_MS,
};

/** Of operations on what leaves as SMS. */
export const SMS_EXAMPLES = {
  "contact/fallback": {
    input: {
      address: `tel:${BOB_NUMBER}`,
      rule: { mode: "full" as const, after_s: 600, unless: "read" as const },
    },
    output: { address: `tel:${BOB_NUMBER}` },
  },
  "sms/rate": {
    input: { conversation_id: CONVERSATION },
    output: {
      recipients: [
        {
          account_id: BOB,
          carrier: "china_unicom" as const,
          refused: null,
          before: "【飞聊】Alice：",
          after: "（直接回复即可，退订回TD）",
          gsm7: false,
          fen_per_unit: 5,
          quiet_until: null,
        },
      ],
      available: true,
      usage: USAGE,
      shortened: "[语音 0:07] https://chat.example.org/s#q83vEjRWeJCrze8SNFZ4kA",
    },
  },
  "sms/send": {
    input: { conversation_id: CONVERSATION, seq: 1, consent: { fen_max: 5, at_night: "now" as const } },
    output: {},
  },
  "sms/info": {
    input: { conversation_id: CONVERSATION, seq: 1 },
    output: {
      recipients: [
        {
          account_id: BOB,
          progress: DELIVERED,
          steps: [
            { state: "queued" as const, at: NOW, code: null },
            { state: "begun" as const, at: NOW + 20, code: null },
            { state: "sent" as const, at: NOW + 180, code: null },
            { state: "delivered" as const, at: NOW + MINUTE_MS, code: "0" },
          ],
        },
      ],
    },
  },
  "sms/usage": { input: {}, output: USAGE },
};
