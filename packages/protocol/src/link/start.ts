import { z } from "zod";
import { newDevice } from "../device/new-device.ts";
import { linkId } from "../ids.ts";
import { operation } from "../operation.ts";

export const linkStart = operation({
  name: "link/start",
  doc: "Begins signing in a device by a scan: it shows `link_id` as a QR code, and a device that is signed in reads it there. The secret stays with who asked: nothing but it gets the token. Show the id as `https://<host>/link#<link_id>`, so that it is in no request.",
  access: "anyone",
  input: z.object(newDevice),
  output: z.object({
    link_id: linkId,
    secret: z.string().meta({ description: "256 bits, for link/wait" }),
    expires_in_s: z.int(),
  }),
  errors: [],
});
