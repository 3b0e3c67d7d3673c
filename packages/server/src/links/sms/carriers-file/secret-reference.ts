import { z } from "zod";

/** Where a secret is. It is never written into the carriers file itself. */
export const secretReference = z
  .union([z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })])
  .meta({
    description: 'where the secret is: `{"env": "NAME"}`, or `{"file": "path"}` beside the carriers file',
  });
export type SecretReference = z.infer<typeof secretReference>;
