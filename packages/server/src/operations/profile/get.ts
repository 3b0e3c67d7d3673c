import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function profileGet({ store }: Pick<Services, "store">): Handler<"profile/get"> {
  return async (_input, { caller }) => {
    const profile = await store.accounts.profile(caller.account_id);
    if (!profile) throw new FeiliaoError("not_found");
    return profile;
  };
}
