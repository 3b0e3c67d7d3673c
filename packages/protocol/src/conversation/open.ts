import { z } from "zod";
import { address } from "../address.ts";
import { conversationId } from "../ids.ts";
import { operation } from "../operation.ts";

export const conversationOpen = operation({
  name: "conversation/open",
  doc: "The one direct conversation with whoever has this address. The answer is the same whether the number is known here or not; who signs up with it later finds what was written.",
  access: "device",
  input: z.object({ address }),
  output: z.object({ conversation_id: conversationId }),
  errors: ["number_invalid"],
});
