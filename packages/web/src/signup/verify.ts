import { language } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { thisDevice } from "./device-name.ts";
import type { Verification } from "./steps.ts";

export async function sendCode(number: string): Promise<Verification> {
  const sent = await client.startVerification(number, language());
  return {
    verification_id: sent.verification_id,
    number: sent.number,
    resend_at: Date.now() + sent.retry_after_s * 1000,
  };
}

export interface EnteredCode {
  verification: Verification;
  code: string;
  pin?: string;
}

/** Signs in; the session then changes by itself. */
export function checkCode({ verification, code, pin }: EnteredCode, restore?: true): Promise<void> {
  const { verification_id } = verification;
  return client.checkVerification({
    ...{ verification_id, code, ...thisDevice() },
    ...(pin && { pin }),
    ...(restore && { restore }),
  });
}
