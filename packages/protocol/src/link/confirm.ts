import { z } from "zod";
import { linkId } from "../ids.ts";
import { operation } from "../operation.ts";
import { linkCheck } from "./ask.ts";

export const linkConfirm = operation({
  name: "link/confirm",
  doc: "Allows or refuses a link that the caller's account has claimed. Allowed, the new device is signed in as a full peer: it sees the whole history and may do whatever the others may.",
  access: "device",
  input: z.object({
    link_id: linkId,
    allow: z.boolean(),
    check: linkCheck.optional().meta({
      description:
        "where link/claim said `check_required`: the two digits on the new device; wrong ones refuse it",
    }),
  }),
  output: z.object({}),
  errors: ["not_found", "link_expired", "link_taken", "device_limit", "code_wrong"],
});
