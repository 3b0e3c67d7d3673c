import { type AccountId, type ConversationId, FAVOURITES_MAX } from "@feiliao/protocol";
import type { Handler } from "../handler.ts";
import { keep } from "../keep.ts";
import { adopt } from "../media/adopt.ts";
import { readMessage } from "../message/read-message.ts";
import type { Services } from "../services.ts";
import { keptCopy } from "./kept-copy.ts";

type Parts = Pick<Services, "store" | "log" | "clock" | "doubts">;

export function favouriteSet(services: Parts): Handler<"favourite/set"> {
  return async ({ favourite_id, message }, { caller }) => {
    const { account_id } = caller;
    const kept = message && (await copy(services, account_id, message.conversation_id, message.seq));
    const change = { type: "favourite", favourite_id, kept } as const;
    await keep(services, account_id, `favourite ${favourite_id}`, change, kept ? FAVOURITES_MAX : undefined);
    return {};
  };
}

async function copy(services: Parts, account_id: AccountId, conversation_id: ConversationId, seq: number) {
  const { store } = services;
  const entry = await readMessage(services, account_id, conversation_id, seq);
  const content = await keptCopy(store.talks, entry);
  await adopt(store.media, account_id, content);
  const sender_name = (await store.accounts.profile(entry.sender))?.name ?? null;
  return { conversation_id, seq, sender: entry.sender, sender_name, content, at: entry.server_time };
}
