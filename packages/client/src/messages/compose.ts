import type { ConversationId } from "@feiliao/protocol";
import type { CacheChange } from "../cache/port.ts";
import { newClientId } from "../client-id.ts";
import type { OutboxItem, Payload } from "../outbox/item.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Sender } from "../outbox/sender.ts";
import type { Platform } from "../platform.ts";

export interface ComposeParts {
  outbox: Outbox;
  sender: Pick<Sender, "wake">;
  platform: Platform;
}

export interface ComposeOptions {
  /** By default a new one. */
  client_id?: string;
  forwards?: NonNullable<OutboxItem["forwards"]>;
  sms?: OutboxItem["sms"];
  /** Written together with it. */
  besides?: CacheChange[];
}

/** Puts something into the outbox and lets it be sent; answers its key. @throws when it cannot be kept */
export async function compose(
  { outbox, sender, platform }: ComposeParts,
  conversation_id: ConversationId,
  payload: Payload,
  { client_id = newClientId(platform), forwards, sms, besides = [] }: ComposeOptions = {},
): Promise<string> {
  const composed_at = platform.clock.now();
  const composed = {
    ...{ client_id, conversation_id, composed_at, payload },
    ...(forwards && { forwards }),
    ...(sms && { sms }),
  };
  try {
    await outbox.compose(composed, besides);
  } catch (error) {
    await outbox.remove(client_id); // what cannot be kept is not promised: the text is still with the caller
    throw error;
  }
  sender.wake(conversation_id);
  return client_id;
}
