import { createHash } from "node:crypto";
import type { AccountId, ConversationId, Entry } from "@feiliao/protocol";
import type { Clock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";
import type { Store } from "../../store/store.ts";

/** How long a link in an SMS shows what it is about. */
export const SHARE_LIFETIME_MS = 7 * 86_400_000;

/** 128 bits: nobody finds one by trying. */
const TOKEN_BYTES = 16;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;

interface Parts {
  store: Pick<Store, "conversations" | "sms">;
  clock: Clock;
  random: Random;
  /** Where people find this server. */
  url(): string;
}

/** Who a link shows what. */
export interface Shared {
  conversation_id: ConversationId;
  sender: AccountId;
  entry: Entry;
  expires_at: number;
  /** Names the share without opening it. */
  share_id: string;
}

/** Links by which a message is seen without the app. The token stands behind #, so that no server or proxy logs it. */
export class Shares {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** As long as every link is. */
  get sampleUrl(): string {
    return this.#urlOf("A".repeat(22));
  }

  /** A new link to a message. */
  async make(conversation_id: ConversationId, seq: number, sender: AccountId): Promise<string> {
    const { store, clock, random } = this.#parts;
    const token = Buffer.from(random.bytes(TOKEN_BYTES)).toString("base64url");
    const expires_at = clock.now() + SHARE_LIFETIME_MS;
    await store.sms.share(hashOf(token), { conversation_id, seq, sender, expires_at });
    return this.#urlOf(token);
  }

  /** What the link of a token shows now; null: nothing, whatever the reason. */
  async open(token: string): Promise<Shared | null> {
    const { store, clock } = this.#parts;
    if (!TOKEN.test(token)) return null;
    const hash = hashOf(token);
    const share = await store.sms.shared(hash, clock.now());
    if (!share) return null;
    const { conversation_id, seq, sender, expires_at } = share;
    const entry = await entryAt(store, conversation_id, sender, seq);
    if (!entry || entry.content.type === "erased" || entry.fold?.recalled) return null;
    return { conversation_id, sender, entry, expires_at, share_id: hash.toString("base64url").slice(0, 16) };
  }

  #urlOf(token: string): string {
    return `${this.#parts.url()}/s#${token}`;
  }
}

/** An entry as its sender may read it; null when they may not any more, or it is not theirs. */
export async function entryAt(
  { conversations }: Pick<Store, "conversations">,
  conversation_id: ConversationId,
  sender: AccountId,
  seq: number,
): Promise<Entry | null> {
  if (!(await conversations.isMember(conversation_id, sender))) return null;
  const { entries } = await conversations.read(conversation_id, sender, { after_seq: seq - 1, limit: 1 });
  const [entry] = entries;
  return entry?.seq === seq && entry.sender === sender ? entry : null;
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
