import { z } from "zod";
import { secretReference } from "./secret-reference.ts";

const port = z.int().min(1).max(65_535);
const host = z.string().min(1).meta({ description: "where the carrier listens" });
const response_ms = z
  .int()
  .min(1_000)
  .max(300_000)
  .default(60_000)
  .meta({ description: "how long an answer may take; after that the outcome is unknown" });

const account = {
  host,
  system_id: z
    .string()
    .min(1)
    .max(16)
    .meta({ description: "who we are to the carrier (SP number, ESME id)" }),
  password: secretReference,
  response_ms,
};

export const smppSettings = {
  ...account,
  port: port.default(2_775),
  tls: z.boolean().default(false),
  system_type: z.string().max(12).optional(),
  bind: z
    .enum(["transceiver", "separate"])
    .default("transceiver")
    .meta({ description: "one connection for both directions, or one for each" }),
  default_alphabet: z
    .enum(["gsm7", "ascii", "latin1", "utf8"])
    .default("gsm7")
    .meta({ description: "what data_coding 0 means to this carrier" }),
  utc_offset: z
    .string()
    .regex(/^[+-]\d\d:\d\d$/)
    .default("+00:00")
    .meta({ description: "of the times in its reports" }),
};

export const cmppSettings = {
  ...account,
  system_id: z.string().min(1).max(6).meta({ description: "企业代码, the SP's number" }),
  port: port.default(7_890),
  version: z
    .enum(["2.0", "2.1", "3.0"])
    .default("3.0")
    .meta({ description: "asked for first; a gateway that finds it too high is asked for 2.0" }),
  service_id: z.string().max(10).optional().meta({ description: "业务代码" }),
};

export const smgpSettings = {
  ...account,
  system_id: z.string().min(1).max(8).meta({ description: "ClientID" }),
  port: port.default(8_890),
  login: z
    .enum(["both", "separate"])
    .default("both")
    .meta({ description: "one connection for both directions, or one for each" }),
  service_id: z.string().max(10).optional().meta({ description: "业务代码" }),
};

export const sgipSettings = {
  ...account,
  port: port.default(8_801),
  corp_id: z.string().length(5).meta({ description: "企业代码" }),
  node_id: z
    .int()
    .min(1)
    .max(0xffff_ffff)
    .meta({ description: "our node: 3, area code, SP, as in 3010012345" }),
  service_id: z.string().max(10).optional().meta({ description: "业务代码" }),
  dial_back: z
    .strictObject({
      host: z.string().min(1).default("0.0.0.0"),
      port: port.default(8_801),
      login_name: z.string().max(16).optional(),
      login_password: secretReference.optional(),
    })
    .prefault({})
    .meta({
      description:
        "where we listen for the SMG, which dials us with reports and SMS from handsets; of several nodes, the one that holds the link listens",
    }),
};
