import type { Sms } from "../links/sms/sms-link.ts";
import { CODE_LIFETIME_MS } from "./verification-limits.ts";

const TEXTS = {
  "zh-CN": (code: string) => `验证码 ${code}，5 分钟内有效。请勿告诉任何人，包括自称客服的人。`,
  en: (code: string) => `${code} is your code. Tell nobody.`,
} as const;

/** One SMS in UCS-2, which the 【】 of a signature asks for, less the signature of usual length. */
const CHARACTERS_MAX = 70 - "【飞聊】".length;

/**
 * The SMS with a sign-up code, as a template that carriers can approve. `host`: whose pages may fill it in.
 */
export function codeSms(to: string, code: string, locale: keyof typeof TEXTS, host: string | null): Sms {
  return {
    to,
    extension: "",
    template_id: codeTemplate(locale),
    parameters: { code },
    text: codeText(code, locale, host),
    valid_ms: CODE_LIFETIME_MS,
  };
}

/**
 * With the last line that browsers and phones bind to an origin (WICG, Origin-bound one-time codes delivered via SMS,
 * §2), so that a page of another name is not offered the code. Not where it would make it two SMS.
 */
function codeText(code: string, locale: keyof typeof TEXTS, host: string | null): string {
  const text = TEXTS[locale](code);
  const bound = `${text}\n@${host} #${code}`;
  return host !== null && bound.length <= CHARACTERS_MAX ? bound : text;
}

/** What carriers know the template by. */
export function codeTemplate(locale: keyof typeof TEXTS): string {
  return `verification_code.${locale}`;
}
