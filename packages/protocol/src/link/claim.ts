import { z } from "zod";
import { devicePlatform, place } from "../device/new-device.ts";
import { linkId, serverTime } from "../ids.ts";
import { operation } from "../operation.ts";

export const linkClaim = operation({
  name: "link/claim",
  doc: "A scanned link: which device asks to be signed in to the caller's account. Show it, and ask. The link belongs to the first account that scans it.",
  access: "device",
  input: z.object({ link_id: linkId }),
  output: z.object({
    device_name: z.string(),
    platform: devicePlatform,
    place,
    requested_at: serverTime,
    expires_in_s: z.number().min(0),
  }),
  errors: ["not_found", "link_expired", "link_taken"],
});
