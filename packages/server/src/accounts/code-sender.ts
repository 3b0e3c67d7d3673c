import type { SmsLink } from "../links/sms/sms-link.ts";
import type { Clock } from "../platform/clock.ts";
import { describeFailure, type Logger } from "../platform/logger.ts";
import type { Effect } from "../store/outbox-store.ts";
import type { VerificationStore } from "../store/verification-store.ts";
import { codeSms } from "./code-sms.ts";
import type { Verification } from "./verification.ts";

interface Parts {
  /** Null while no carrier is configured: then no code can be sent. */
  carrier: SmsLink | null;
  verifications: Pick<VerificationStore, "byId">;
  verification: Pick<Verification, "codeOf">;
  /** The host that people use; null when it is not known. */
  host: string | null;
  clock: Clock;
  logger: Logger;
}

/** Sends the SMS that a verification queued: one attempt, since two codes on a handset are worse than none. */
export function codeSender({ carrier, verifications, verification, host, clock, logger }: Parts) {
  return async ({
    number,
    verification_id,
    locale,
  }: Extract<Effect, { kind: "code_sms" }>): Promise<void> => {
    const alive = await verifications.byId(verification_id, clock.now());
    if (!alive || !carrier) return; // what waited through a long stop helps nobody any more
    try {
      const sent = await carrier.send(codeSms(number, verification.codeOf(verification_id), locale, host));
      if (sent.outcome === "refused") logger.warn("the carrier refused a code", { code: sent.code });
      if (sent.outcome === "unknown") logger.warn("the carrier did not answer for a code");
    } catch (failure) {
      logger.error("a code could not be handed to the carrier", { error: describeFailure(failure) });
    }
  };
}
