import type { ConversationId } from "@feiliao/protocol";
import { t } from "../i18n/language.ts";
import { showToast } from "../ui/toast.tsx";

/** Sends chosen files; what prepares them is loaded now. */
export async function sendChosenFiles(
  conversation_id: ConversationId,
  input: HTMLInputElement,
  unchanged: boolean,
): Promise<void> {
  const chosen = [...(input.files ?? [])];
  input.value = "";
  if (chosen.length === 0) return;
  const module = await import("./send-files.ts").catch(() => undefined);
  if (module) await module.sendFiles(conversation_id, chosen, unchanged);
  else showToast(t().error.offline);
}
