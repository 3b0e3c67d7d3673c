import { z } from "zod";
import { verificationId } from "../ids.ts";
import { CARRIERS } from "../numbers/carrier.ts";
import { operation } from "../operation.ts";
import { proofOfWork } from "./proof-of-work.ts";

export const verificationStart = operation({
  name: "verification/start",
  doc: "Sends a six-digit code by SMS. The answer is the same for known and unknown numbers. Calling it again resends the code that is still valid, not earlier than `retry_after_s` seconds after the last time. Where hardly any codes are entered, the answer is `challenge_required`: solve the challenge and call again.",
  access: "anyone",
  input: z.object({
    number: z
      .string()
      .min(3)
      .max(32)
      .meta({ description: "international form, +8613800138000; spaces and dashes are ignored" }),
    locale: z.enum(["zh-CN", "en"]).optional().meta({ description: "language of the SMS" }),
    installation_id: z
      .string()
      .min(16)
      .max(64)
      .regex(/^[\x21-\x7e]+$/)
      .optional()
      .meta({ description: "random, made once by the app, for the per-device limit" }),
    proof_of_work: proofOfWork,
  }),
  output: z.object({
    verification_id: verificationId,
    retry_after_s: z.int().min(0),
    number: z.string().meta({ description: "the number in E.164" }),
    carrier: z
      .enum(CARRIERS)
      .nullable()
      .meta({ description: "by prefix, for mainland Chinese mobile numbers" }),
  }),
  errors: ["number_invalid", "number_unsupported", "sms_refused", "challenge_required"],
});
