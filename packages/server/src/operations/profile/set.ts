import { announceAccountLog } from "../../accounts/announce.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function profileSet(services: Pick<Services, "store" | "log">): Handler<"profile/set"> {
  return async ({ name, picture }, { caller }) => {
    const change = { ...(name !== undefined && { name }), ...(picture !== undefined && { picture }) };
    const profile = await services.store.accounts.setProfile(caller.account_id, change);
    await announceAccountLog(services, caller.account_id);
    return profile;
  };
}
