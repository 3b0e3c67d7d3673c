import { z } from "zod";
import { blobId } from "../ids.ts";
import { operation } from "../operation.ts";

export const URL_CHARACTERS_MAX = 2_048;

/** What a page says about itself, fetched by the server; nobody's device asks the site. */
export const linkPreview = z.object({
  url: z.string().max(URL_CHARACTERS_MAX),
  site: z.string().max(100),
  title: z.string().max(300),
  description: z.string().max(1_000),
  image: z
    .object({
      blob_id: blobId,
      mime: z.enum(["image/jpeg", "image/png", "image/webp", "image/gif"]),
      size: z.int().min(1).meta({ description: "bytes" }),
      width: z.int().min(1).max(16_384).meta({ description: "pixels" }),
      height: z.int().min(1).max(16_384).meta({ description: "pixels" }),
    })
    .optional(),
  seal: z.string().max(128).meta({ description: "shows that this server made it; keep it unchanged" }),
});
export type LinkPreview = z.infer<typeof linkPreview>;

export const previewGet = operation({
  name: "preview/get",
  doc: "What the page behind a link says about itself, fetched by the server under guard; null when it says nothing or cannot be had. To send it, put it into the text's `preview` unchanged.",
  access: "device",
  input: z.object({ url: z.string().max(URL_CHARACTERS_MAX) }),
  output: z.object({ preview: linkPreview.nullable() }),
  errors: [],
});
