import { language } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { deviceName } from "./device-name.ts";
import type { Verification } from "./steps.ts";

export async function sendCode(number: string): Promise<Verification> {
  const sent = await client.startVerification(number, language());
  return {
    verification_id: sent.verification_id,
    number: sent.number,
    resend_at: Date.now() + sent.retry_after_s * 1000,
  };
}

/** Signs in; the session then changes by itself. */
export function checkCode({ verification_id }: Verification, code: string, pin?: string): Promise<void> {
  const device_name = deviceName(navigator.userAgent);
  return client.checkVerification({ verification_id, code, device_name, ...(pin ? { pin } : {}) });
}
