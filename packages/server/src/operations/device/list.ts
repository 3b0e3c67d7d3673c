import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function deviceList({ store }: Pick<Services, "store">): Handler<"device/list"> {
  return async (_input, { caller }) => {
    const devices = await store.accounts.devices(caller.account_id);
    return {
      devices: devices.map((device) => ({ ...device, current: device.device_id === caller.device_id })),
    };
  };
}
