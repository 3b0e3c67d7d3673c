import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function searchQuery({ search }: Pick<Services, "search">): Handler<"search/query"> {
  return ({ query, conversation_id = null, kind = null, cursor = null, limit }, { caller }) =>
    search.find({ reader: caller.account_id, query, conversation_id, kind, cursor, limit });
}
