import type { Output } from "@feiliao/protocol";
import { showToast } from "../ui/toast.tsx";
import { g } from "./language.ts";

/** Says what became of those who were asked in and are not members at once. */
export function tellWhoWasAsked({
  invited,
  refused,
}: Pick<Output<"group/add">, "invited" | "refused">): void {
  const sentences = [
    ...(invited.length > 0 ? [g().create.asked(invited.length)] : []),
    ...(refused.length > 0 ? [g().create.refused(refused.length)] : []),
  ];
  if (sentences.length > 0) showToast(sentences.join(" "));
}
