import type { EntryContent, Output } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";
import { readMessage } from "./read-message.ts";

type Wording = Output<"message/history">["wordings"][number];

export function messageHistory({ store }: Pick<Services, "store">): Handler<"message/history"> {
  return async ({ conversation_id, seq }, { caller }) => {
    const { account_id } = caller;
    const { content, server_time, fold } = await readMessage({ store }, account_id, conversation_id, seq);
    const edits = (fold?.edit?.seqs ?? []).map(async (edit_seq): Promise<Wording> => {
      const range = { after_seq: edit_seq - 1, limit: 1 };
      const { entries } = await store.conversations.read(conversation_id, account_id, range);
      const edit = entries[0];
      if (edit?.content.type !== "edit") throw new FeiliaoError("target_gone"); // recalled meanwhile
      return wording(edit.content.text, edit.content.mentions, edit.server_time);
    });
    const first = wording(textOf(content), mentionsOf(content), server_time);
    return { wordings: [first, ...(await Promise.all(edits))] };
  };
}

function wording(text: string, mentions: Wording["mentions"], at: number): Wording {
  return { text, at, ...(mentions && { mentions }) };
}

function textOf(content: EntryContent): string {
  if (content.type === "text") return content.text;
  return "caption" in content ? (content.caption ?? "") : "";
}

function mentionsOf(content: EntryContent): Wording["mentions"] {
  return "mentions" in content ? content.mentions : undefined;
}
