import { z } from "zod";
import { devicePlatform, place } from "../device/new-device.ts";
import { linkId, serverTime } from "../ids.ts";
import { operation } from "../operation.ts";

export const linkClaim = operation({
  name: "link/claim",
  doc: "A link that was scanned, or was asked for by the account's number: which device asks to be signed in to the caller's account. Show it, and ask. A scanned link belongs to the first account that scans it, one that was asked for to that account alone.",
  access: "device",
  input: z.object({ link_id: linkId }),
  output: z.object({
    device_name: z.string(),
    platform: devicePlatform,
    place,
    requested_at: serverTime,
    expires_in_s: z.number().min(0),
    check_required: z
      .boolean()
      .meta({ description: "true: it was asked for by number, and is allowed only with what it shows" }),
  }),
  errors: ["not_found", "link_expired", "link_taken"],
});
