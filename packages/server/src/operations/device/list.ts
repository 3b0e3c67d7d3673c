import { placeOf } from "../../accounts/place.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function deviceList({ store }: Pick<Services, "store">): Handler<"device/list"> {
  return async (_input, { caller, ip: caller_ip }) => {
    const devices = await store.accounts.devices(caller.account_id);
    return {
      devices: devices.map(({ ip, platform, ...device }) => ({
        ...device,
        platform: platform ?? "other",
        signed_in_from: placeOf(ip, caller_ip),
        current: device.device_id === caller.device_id,
      })),
    };
  };
}
