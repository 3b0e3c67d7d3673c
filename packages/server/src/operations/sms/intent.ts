import type { AccountId, ConversationId, EntryContent, Fold, SmsConsent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { AppendIntent } from "../../store/conversation-store.ts";
import type { Services } from "../services.ts";

/** What somebody is about to write, and as what an SMS would say it. */
interface Written {
  conversation_id: ConversationId;
  sender: AccountId;
  content: EntryContent;
  fold?: Fold;
}

/**
 * What a message means for those who do not get it in the app. A refusal goes along into the append, which lets a repeat of
 * what is written already pass (D2).
 */
export async function smsIntent(
  { sms }: Pick<Services, "sms">,
  { conversation_id, sender, content, fold }: Written,
  consent: SmsConsent | undefined,
): Promise<Pick<AppendIntent, "sms">> {
  if (!consent)
    return (await sms.patience.concerns(conversation_id, sender)) ? { sms: { remind: true } } : {};
  try {
    const refused = await sms.rates.refusal(conversation_id, sender, content, consent, fold);
    return { sms: refused ? { refused } : { consent } };
  } catch (failure) {
    if (failure instanceof FeiliaoError) return { sms: { refused: failure } };
    throw failure;
  }
}
