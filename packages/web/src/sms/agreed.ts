import type { SendOptions } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";

/** What sending these words costs and the person has seen; null: something that goes as a link. */
export type Terms = (words: string | null) => SendOptions;

let open: { conversation_id: ConversationId; terms: Terms } | null = null;

/** The open conversation shows its price; null: it does no more. */
export function showsPrice(conversation_id: ConversationId, terms: Terms | null): void {
  if (terms) open = { conversation_id, terms };
  else if (open?.conversation_id === conversation_id) open = null;
}

/** What the person agrees to by sending: nothing where no price is shown. */
export function agreed(conversation_id: ConversationId, words: string | null): SendOptions {
  return open?.conversation_id === conversation_id ? open.terms(words) : {};
}
