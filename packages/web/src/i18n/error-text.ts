import { FeiliaoError } from "@feiliao/protocol/errors";
import { waitingTime } from "./dates.ts";
import { t } from "./language.ts";

/** What went wrong and what to do about it, in the person's language. */
export function errorText(error: unknown): string {
  const texts = t().error;
  if (!(error instanceof FeiliaoError)) return texts.offline;
  const { tries_left, retry_after_s } = error.details;
  const sentences = [texts[error.code]];
  if (tries_left !== undefined) sentences.push(texts.tries_left(tries_left));
  if (retry_after_s) sentences.push(texts.wait(waitingTime(retry_after_s)));
  return sentences.join(" ");
}
