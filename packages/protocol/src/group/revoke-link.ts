import { z } from "zod";
import { conversationId } from "../ids.ts";
import { operation } from "../operation.ts";

export const groupRevokeLink = operation({
  name: "group/revoke-link",
  doc: "From now on the invite link of a group opens nothing.",
  access: "device",
  input: z.object({ conversation_id: conversationId }),
  output: z.object({}),
  errors: ["not_found", "forbidden"],
});
