import type { VerificationId } from "@feiliao/protocol";
import type { SmsLink } from "../links/sms/sms-link.ts";
import { describeFailure, type Logger } from "../platform/logger.ts";
import type { Effect } from "../store/outbox-store.ts";
import { codeSms } from "./code-sms.ts";

interface Parts {
  /** Null while no carrier is configured: then no code can be sent. */
  carrier: SmsLink | null;
  logger: Logger;
  codeOf(verification_id: VerificationId): string;
}

/** Sends the SMS that a verification queued: one attempt, since two codes on a handset are worse than none. */
export function codeSender({ carrier, logger, codeOf }: Parts) {
  return async ({
    number,
    verification_id,
    locale,
  }: Extract<Effect, { kind: "code_sms" }>): Promise<void> => {
    if (!carrier)
      return logger.error("no carrier is configured, so no code can be sent", {
        setting: "FEILIAO_SIMULATOR",
      });
    try {
      const sent = await carrier.send(codeSms(number, codeOf(verification_id), locale));
      if (sent.outcome === "refused") logger.warn("the carrier refused a code", { code: sent.reason });
      if (sent.outcome === "unknown") logger.warn("the carrier did not answer for a code");
    } catch (failure) {
      logger.error("a code could not be handed to the carrier", { error: describeFailure(failure) });
    }
  };
}
