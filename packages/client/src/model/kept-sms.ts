import type { AccountChange, ConversationId, FallbackRule } from "@feiliao/protocol";
import type { Cache, CacheChange } from "../cache/port.ts";
import {
  deleteMeta,
  type FallbackRecord,
  metaKey,
  putMeta,
  type SmsRateRecord,
  type SmsRecord,
} from "../cache/records.ts";
import type { SmsRate, SmsRecipientView } from "../sms-types.ts";

type ChangeOf<Type extends AccountChange["type"]> = Omit<Extract<AccountChange, { type: Type }>, "position">;

/** Going as SMS, and nothing is known yet. */
export const NOTHING_KNOWN: readonly SmsRecipientView[] = [];

/** What became of messages as SMS, what they cost, and the person's rules for contacts. */
export class KeptSms {
  readonly #progress = new Map<string, readonly SmsRecord[]>();
  readonly #rates = new Map<ConversationId, SmsRate>();
  readonly #fallbacks = new Map<string, FallbackRule>();

  static async load(cache: Cache): Promise<KeptSms> {
    const [progress, rates, fallbacks] = await Promise.all([
      cache.range<SmsRecord>("meta", ...metaKey.every("sms")),
      cache.range<SmsRateRecord>("meta", ...metaKey.every("sms_rate")),
      cache.range<FallbackRecord>("meta", ...metaKey.every("fallback")),
    ]);
    const kept = new KeptSms();
    for (const record of progress) kept.setProgress(record);
    for (const { conversation_id, rate } of rates) kept.setRate(conversation_id, rate);
    for (const record of fallbacks) kept.setFallback(record);
    return kept;
  }

  /** To whom a message went as SMS; the same array until that changes. */
  of(conversation_id: ConversationId, seq: number): readonly SmsRecipientView[] | undefined {
    return this.#progress.get(placeOf(conversation_id, seq));
  }

  /** A message was sent as SMS, and the account's log has not told of it yet; false: it was not sent as such. */
  expect(conversation_id: ConversationId, seq: number, sent = true): void {
    const place = placeOf(conversation_id, seq);
    if (sent && !this.#progress.has(place)) this.#progress.set(place, []);
    if (!sent && this.#progress.get(place)?.length === 0) this.#progress.delete(place);
  }

  setProgress({ conversation_id, seq, to, progress }: SmsRecord | ChangeOf<"sms">): CacheChange {
    const place = placeOf(conversation_id, seq);
    const record: SmsRecord = { conversation_id, seq, to, progress };
    const others = (this.#progress.get(place) ?? []).filter((known) => known.to !== to);
    this.#progress.set(place, [...others, record]);
    return putMeta(metaKey.sms(record), record);
  }

  rate(conversation_id: ConversationId): SmsRate | null {
    return this.#rates.get(conversation_id) ?? null;
  }

  setRate(conversation_id: ConversationId, rate: SmsRate): CacheChange {
    this.#rates.set(conversation_id, rate);
    return putMeta(metaKey.smsRate(conversation_id), { conversation_id, rate } satisfies SmsRateRecord);
  }

  fallback(address: string): FallbackRule | null {
    return this.#fallbacks.get(address) ?? null;
  }

  setFallback({ address, rule }: FallbackRecord | ChangeOf<"fallback">): CacheChange {
    const key = metaKey.fallback(address);
    if (rule === null) {
      this.#fallbacks.delete(address);
      return deleteMeta(key);
    }
    this.#fallbacks.set(address, rule);
    return putMeta(key, { address, rule } satisfies FallbackRecord);
  }

  /** The account's log is told anew. */
  forget(): CacheChange[] {
    const forgotten = [
      ...[...this.#progress.values()].flat().map((record) => deleteMeta(metaKey.sms(record))),
      ...[...this.#fallbacks.keys()].map((address) => deleteMeta(metaKey.fallback(address))),
    ];
    this.#progress.clear();
    this.#fallbacks.clear();
    return forgotten;
  }
}

const placeOf = (conversation_id: ConversationId, seq: number): string => `${conversation_id} ${seq}`;
