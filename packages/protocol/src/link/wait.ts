import { z } from "zod";
import { credentials } from "../device/new-device.ts";
import { linkId } from "../ids.ts";
import { operation } from "../operation.ts";

export const linkWait = operation({
  name: "link/wait",
  doc: "What became of a link. Answers when its state is another than `known`, or after at most 10 seconds: call again. An answer that was lost is given again, to the holder of the secret, until a minute after the link has expired.",
  access: "anyone",
  input: z.object({
    link_id: linkId,
    secret: z.string().max(64),
    known: z.enum(["waiting", "scanned"]).optional().meta({ description: "left out: answers at once" }),
  }),
  output: z.discriminatedUnion("state", [
    z.object({ state: z.literal("waiting") }),
    z.object({ state: z.literal("scanned") }).meta({ description: "somebody is asked to confirm it" }),
    z.object({ state: z.literal("refused") }),
    z.object({ state: z.literal("confirmed"), credentials }),
  ]),
  errors: ["not_found", "link_expired"],
});
