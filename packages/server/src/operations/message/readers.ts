import type { Member } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function messageReaders({ store }: Pick<Services, "store">): Handler<"message/readers"> {
  return async ({ conversation_id, seq, after, limit }, { caller }) => {
    const { account_id } = caller;
    const { conversations } = store;
    const seen = await conversations.standing(conversation_id, account_id);
    if (seen?.standing.state !== "active") throw new FeiliaoError("not_found");
    if (seen.info.kind === "channel" && seen.standing.role === "member") throw new FeiliaoError("forbidden");
    const { entries } = await conversations.read(conversation_id, account_id, {
      after_seq: seq - 1,
      limit: 1,
    });
    const [message] = entries;
    if (message?.seq !== seq) throw new FeiliaoError("not_found"); // from before the caller's time, too
    const page = await conversations.members(conversation_id, account_id, "active", after ?? null, limit);
    const readers = page
      .filter((member) => member.account_id !== message.sender && member.from_seq <= seq)
      .map((member) => readerOf(member, seq));
    return { readers, next: page.length === limit ? page.at(-1)!.account_id : null };
  };
}

function readerOf({ account_id, name, delivered, read, heard }: Member, seq: number) {
  return { account_id, name, delivered: delivered >= seq, read: read >= seq, heard: heard >= seq };
}
