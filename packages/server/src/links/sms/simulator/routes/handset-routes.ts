import { FeiliaoError } from "@feiliao/protocol/errors";
import { z } from "zod";
import { SERVICE_NUMBER } from "../carriers/account.ts";
import type { Carriers } from "../carriers/carriers.ts";
import { handsetChange } from "../carriers/handset-settings.ts";
import { HANDSET_NUMBER } from "../handset.ts";
import { readBody } from "../json-body.ts";
import { changes, json, reads } from "./allow.ts";

const reply = z.object({
  text: z.string().trim().min(1).max(500),
  /** The digits it goes to; left out: the number that the handset heard from last. */
  to: z
    .string()
    .regex(/^\d{3,20}$/)
    .optional(),
});

/**
 * One handset: `GET /<number>/messages`, `POST /<number>/reply`, `GET /<number>/settings`, and `POST /<number>/settings`,
 * which changes those that its body has.
 */
export async function answerHandset(carriers: Carriers, request: Request, path: string): Promise<Response> {
  const [, written = "", resource, ...rest] = path.split("/");
  // The plus may be percent-encoded.
  const number = written.replace(/^%2B/i, "+");
  if (rest.length > 0 || !HANDSET_NUMBER.test(number)) throw new FeiliaoError("not_found");
  switch (resource) {
    case "messages":
      reads(request);
      return json(carriers.messages(number));
    case "reply":
      changes(request);
      return json(await write(carriers, number, await readBody(request, reply)));
    case "settings":
      return answerSettings(carriers, request, number);
    default:
      throw new FeiliaoError("not_found");
  }
}

function write(carriers: Carriers, number: string, { text, to }: z.infer<typeof reply>) {
  return carriers.write(number, to ?? carriers.lastSender(number) ?? SERVICE_NUMBER, text);
}

async function answerSettings(carriers: Carriers, request: Request, number: string): Promise<Response> {
  if (request.method === "GET") return json(carriers.handset(number));
  changes(request);
  const change = await readBody(request, handsetChange);
  return json(carriers.setHandset(number, change));
}
