import type { Sms } from "../links/sms/sms-link.ts";
import { CODE_LIFETIME_MS } from "./verification-limits.ts";

const TEXTS = {
  "zh-CN": (code: string) => `验证码 ${code}，5 分钟内有效。请勿告诉任何人，包括自称客服的人。`,
  en: (code: string) => `Your code is ${code}. It is valid for 5 minutes. Never tell it to anyone.`,
} as const;

/** The SMS with a sign-up code, as a template that carriers can approve. */
export function codeSms(to: string, code: string, locale: keyof typeof TEXTS): Sms {
  return {
    to,
    extension: "",
    template_id: `verification_code.${locale}`,
    parameters: { code },
    text: TEXTS[locale](code),
    valid_ms: CODE_LIFETIME_MS,
  };
}
