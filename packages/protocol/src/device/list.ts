import { z } from "zod";
import { deviceId, serverTime } from "../ids.ts";
import { operation } from "../operation.ts";
import { devicePlatform, place } from "./new-device.ts";

export const deviceList = operation({
  name: "device/list",
  doc: "The signed-in devices of the account, the caller's own among them. There are at most ten.",
  access: "device",
  input: z.object({}),
  output: z.object({
    devices: z.array(
      z.object({
        device_id: deviceId,
        name: z.string(),
        platform: devicePlatform,
        signed_in_from: place,
        created_at: serverTime,
        last_seen_at: serverTime,
        current: z.boolean(),
      }),
    ),
  }),
  errors: [],
});
