import { CARRIERS } from "@feiliao/protocol/numbers";
import { z } from "zod";
import { gammuSettings } from "./gammu-settings.ts";
import { httpLinkSettings } from "./http-link-settings.ts";
import { cmppSettings, sgipSettings, smgpSettings, smppSettings } from "./wire-settings.ts";

/** What every link has, whatever it speaks. */
const terms = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "must be lower-case letters, digits and hyphens")
    .meta({ description: "names the link for good: in the ledger, on the operator's page, in webhooks" }),
  label: z.string().min(1).max(64).optional().meta({ description: "what the operator's page calls it" }),
  serves: z
    .array(z.enum([...CARRIERS, "mainland", "world"]))
    .min(1)
    .meta({
      description:
        "whose numbers it reaches; mainland is all four carriers, world every other country; where the world is reached, the carrier must write all numbers with their country",
    }),
  virtual_operators: z
    .boolean()
    .default(true)
    .meta({ description: "whether it takes numbers of virtual operators (170, 171, 162, 165, 167)" }),
  price_fen: z.int().min(0).meta({ description: "price of one unit (part), in 0.01 CNY" }),
  throughput_per_s: z.number().positive().meta({ description: "parts a second that the carrier agreed to" }),
  outstanding_max: z
    .int()
    .min(1)
    .max(1_000)
    .default(16)
    .meta({ description: "SMS that may wait for its answer at once; the window, on the wire" }),
  day_fen_max: z
    .int()
    .min(0)
    .nullable()
    .default(null)
    .meta({ description: "spent on it a day; null: no limit" }),
  month_fen_max: z
    .int()
    .min(0)
    .nullable()
    .default(null)
    .meta({ description: "spent on it a calendar month; null: no limit" }),
  number: z
    .string()
    .regex(/^\d{3,20}$/, "must be digits")
    .nullable()
    .default(null)
    .meta({
      description: "our number there, which handsets see and answer to; null: the carrier chooses one",
    }),
  extension_digits: z
    .int()
    .min(0)
    .max(10)
    .default(0)
    .meta({ description: "digits that may follow our number, so that answers find their conversation" }),
  signature: z
    .string()
    .regex(/^[^【】]{1,20}$/, "must be without 【】")
    .nullable()
    .default(null)
    .meta({
      description: "put in front of every text inside 【】, and counted; mainland carriers demand it",
    }),
};

export const linkSettings = z.discriminatedUnion("protocol", [
  z.strictObject({ protocol: z.literal("cmpp"), ...terms, ...cmppSettings }),
  z.strictObject({ protocol: z.literal("sgip"), ...terms, ...sgipSettings }),
  z.strictObject({ protocol: z.literal("smgp"), ...terms, ...smgpSettings }),
  z.strictObject({ protocol: z.literal("smpp"), ...terms, ...smppSettings }),
  z.strictObject({ protocol: z.literal("http"), ...terms, ...httpLinkSettings }),
  z.strictObject({ protocol: z.literal("gammu"), ...terms, ...gammuSettings }),
]);

export const carriersFile = z.strictObject({
  links: z.array(linkSettings).min(1).meta({ description: "asked in this order" }),
});

export type LinkSettings = z.infer<typeof linkSettings>;
export type LinkSettingsOf<Protocol extends LinkSettings["protocol"]> = Extract<
  LinkSettings,
  { protocol: Protocol }
>;
