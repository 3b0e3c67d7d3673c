import { requireKnown } from "../conversation/require-known.ts";
import type { Handler } from "../handler.ts";
import { keep } from "../keep.ts";
import type { Services } from "../services.ts";

export function messageHide(
  services: Pick<Services, "store" | "log" | "clock" | "doubts">,
): Handler<"message/hide"> {
  return async (input, { caller }) => {
    const { conversation_id } = input;
    const { account_id } = caller;
    await requireKnown(services, conversation_id, account_id);
    const seqs = [...new Set(input.seqs)].sort((a, b) => a - b);
    // One item per set, so that a repeat adds nothing and no two devices overwrite each other's.
    const key = `hidden ${conversation_id} ${seqs.join(" ")}`;
    await keep(services, account_id, key, { type: "hidden", conversation_id, seqs });
    return {};
  };
}
