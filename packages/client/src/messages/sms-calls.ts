import type { ConversationId, FallbackRule, SmsConsent, SmsUsage } from "@feiliao/protocol";
import type { Sms, SmsInfo, SmsRate } from "../sms-types.ts";
import type { MessageView } from "../types.ts";
import type { ActionParts } from "./message-actions.ts";

/** What `Sms` says, but for what is there already. */
export class SmsCalls implements Omit<Sms, "rate" | "fallback"> {
  readonly #parts: ActionParts;

  constructor(parts: ActionParts) {
    this.#parts = parts;
  }

  async askRate(conversation_id: ConversationId): Promise<SmsRate> {
    const { call, model } = this.#parts.signedIn();
    const rate = await call("sms/rate", { conversation_id });
    const change = model.account.sms.setRate(conversation_id, rate);
    model.conversation(conversation_id)?.touch();
    await this.#parts.cache.write([change]).catch(() => {}); // it is asked again
    return rate;
  }

  async send({ conversation_id, seq }: MessageView, consent: SmsConsent): Promise<void> {
    if (seq === null) return;
    const { call, model } = this.#parts.signedIn();
    await call("sms/send", { conversation_id, seq, consent });
    model.account.sms.expect(conversation_id, seq);
    model.conversation(conversation_id)?.touch(seq);
  }

  async agree(key: string, sms: SmsConsent | null): Promise<void> {
    const { outbox } = this.#parts.signedIn();
    await outbox.update(key, { sms: sms ?? undefined });
    await this.#parts.client.retry(key);
  }

  async info({ conversation_id, seq }: MessageView): Promise<SmsInfo> {
    if (seq === null) return { recipients: [] };
    return await this.#parts.signedIn().call("sms/info", { conversation_id, seq });
  }

  async usage(): Promise<SmsUsage> {
    return await this.#parts.signedIn().call("sms/usage", {});
  }

  async setFallback(address: string, rule: FallbackRule | null): Promise<void> {
    const { call, model } = this.#parts.signedIn();
    await call("contact/fallback", { address, rule });
    model.account.sms.setFallback({ address, rule }); // the account's log brings it into the cache
    model.contactsChanged();
  }
}
