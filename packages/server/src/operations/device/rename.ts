import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function deviceRename({ store }: Pick<Services, "store">): Handler<"device/rename"> {
  return async ({ device_id, name }, { caller }) => {
    const renamed = await store.accounts.renameDevice(caller.account_id, device_id, name);
    if (!renamed) throw new FeiliaoError("not_found");
    return {};
  };
}
