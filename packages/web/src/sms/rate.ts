import { FeiliaoError, type SmsRate } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { type Accessor, createMemo, createSignal, onCleanup } from "solid-js";
import { client, conversations, session } from "../state/client.ts";
import { effect } from "../state/effect.ts";

/** What was sent changes the price of the next one: the first of a thread says how to answer. */
const AFTER_SENDING_MS = 600;
/** Night begins and ends, and carriers change. */
const STALE_MS = 300_000;

export interface Rate {
  /** As last heard; null: nothing is known. */
  current: Accessor<SmsRate | null>;
  /** There are more people without the app than one message may go to. */
  tooMany: Accessor<boolean>;
}

export const online = (): boolean => {
  const now = session();
  return now.phase === "signed_in" && now.connection.phase === "online";
};

/** The price of SMS in a conversation, asked for when it is opened and whenever it may be another. */
export function followRate(conversation_id: ConversationId): Rate {
  const [tooMany, setTooMany] = createSignal(false);
  const current = createMemo(() => {
    conversations();
    return client.sms.rate(conversation_id);
  });
  const ask = async (): Promise<void> => {
    try {
      await client.sms.askRate(conversation_id);
      setTooMany(false);
    } catch (error) {
      setTooMany(error instanceof FeiliaoError && error.code === "group_full");
    }
  };
  const ownLast = createMemo(() => {
    conversations();
    const last = client.conversation(conversation_id)?.last;
    return last?.mine ? last.seq : null;
  });
  let soon: ReturnType<typeof setTimeout> | undefined;
  let asked = false;
  effect(() => {
    ownLast();
    clearTimeout(soon);
    const everybodyHasTheApp = client.sms.rate(conversation_id)?.recipients.length === 0;
    if (!online() || (asked && everybodyHasTheApp)) return;
    soon = setTimeout(ask, asked ? AFTER_SENDING_MS : 0);
    asked = true;
  });
  const now_and_then = setInterval(() => online() && ask(), STALE_MS);
  onCleanup(() => clearTimeout(soon));
  onCleanup(() => clearInterval(now_and_then));
  return { current, tooMany };
}
