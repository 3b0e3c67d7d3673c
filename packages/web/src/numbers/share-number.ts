import { t } from "../i18n/language.ts";
import { showToast } from "../ui/toast.tsx";
import { showNumber } from "./show-number.ts";

/** Hands the number to another app where the system can, else copies it. */
export async function shareNumber(number: string): Promise<void> {
  const text = t().list.share_text(showNumber(number));
  if (!navigator.share) return copyNumber(number);
  // Closing the system's sheet without a choice rejects, and needs no answer.
  await navigator.share({ text, url: location.origin }).catch(() => undefined);
}

export async function copyNumber(number: string): Promise<void> {
  await navigator.clipboard.writeText(number);
  showToast(t().list.number_copied);
}
