import { z } from "zod";
import { httpSettings } from "../http/http-settings.ts";
import { secretReference } from "./secret-reference.ts";

export const PROVIDERS = ["twilio", "aliyun", "kannel"] as const;

export const httpLinkSettings = {
  provider: z
    .union([z.enum(PROVIDERS), httpSettings])
    .meta({ description: "settings that are ready, or how it is asked and how it answers and calls" }),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: "in place of the provider's own address" }),
  secrets: z.record(z.string().regex(/^[\w-]+$/), secretReference).default({}),
  free_text: z.boolean().optional().meta({
    description: "false: only templates that it has approved. Default: false for aliyun, else true",
  }),
  templates: z
    .record(
      z.string(),
      z.strictObject({
        code: z.string().min(1).meta({ description: "what the provider calls it" }),
        parameters: z
          .record(z.string(), z.string())
          .default({})
          .meta({ description: "our names of its parameters, and the provider's" }),
      }),
    )
    .default({})
    .meta({ description: "by our id, such as verification_code.zh-CN" }),
};
