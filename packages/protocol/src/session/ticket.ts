import { z } from "zod";
import { operation } from "../operation.ts";

export const sessionTicket = operation({
  name: "session/ticket",
  doc: "A single-use ticket for the first frame on the socket, so that no token ever stands in a URL or a frame.",
  access: "device",
  input: z.object({}),
  output: z.object({ ticket: z.string(), expires_in_s: z.int() }),
  errors: [],
});
