import { z } from "zod";
import { deviceId } from "../ids.ts";
import { operation } from "../operation.ts";
import { deviceName } from "./new-device.ts";

export const deviceRename = operation({
  name: "device/rename",
  doc: "Gives a device of the account another name in the list of devices.",
  access: "device",
  input: z.object({ device_id: deviceId, name: deviceName }),
  output: z.object({}),
  errors: ["not_found"],
});
