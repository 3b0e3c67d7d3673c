import type { Fault } from "../harness/fault.ts";
import { auditSms } from "../sms/audit/sms-audit.ts";
import { campaign } from "../sms/campaign.ts";

const FINDINGS_TOLD_MAX = 20;

export const smsOnce: Fault = {
  id: "F36",
  title:
    "whatever four carriers lose, double, delay or refuse, and whenever the server is killed, a person gets a message at most once by SMS, its sender hears the truth, and the bill is explained to the fen",
  rules: "D1, D2, D14",
  needs: "node",
  unit: "messages",
  amount: { short: 300, run: 10_000, campaign: 10_000 },
  limit_ms: 240_000,
  async run({ random, amount, brief, folder }) {
    const { evidence, done } = await campaign({ random, folder, messages: amount, brief });
    const { findings, figures } = auditSms(evidence);
    return {
      amount: figures.messages,
      work: {
        acknowledged: figures.messages,
        delivered: figures.on_handsets,
        effects: figures.submits_accepted,
      },
      count: findings.length,
      findings: findings.slice(0, FINDINGS_TOLD_MAX),
      figures: { ...done, ...figures },
    };
  },
};
