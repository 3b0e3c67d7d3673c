import { z } from "zod";

const folder = z.string().min(1);

export const gammuSettings = {
  spool: z
    .strictObject({ outbox: folder, sent: folder, error: folder, inbox: folder })
    .meta({ description: "the folders of gammu-smsd's files service, as in its own configuration" }),
};
