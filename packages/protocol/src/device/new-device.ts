import { z } from "zod";
import { accountId, deviceId } from "../ids.ts";

/** What a list of devices calls it: 1 to 60 characters, no line breaks or control characters. */
export const deviceName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u);

export const devicePlatform = z.enum(["phone", "tablet", "computer", "other"]);
export type DevicePlatform = z.infer<typeof devicePlatform>;

/** What a device says of itself when it is signed in. */
export const newDevice = {
  device_name: deviceName,
  platform: devicePlatform.optional(),
};

/** Present where signing in may bring back an account that is to be deleted. */
export const restore = z
  .boolean()
  .optional()
  .meta({ description: "true: an account that is to be deleted is kept after all" });

/** What a device signs in with from now on. */
export const credentials = z.object({
  account_id: accountId,
  device_id: deviceId,
  token: z.string().meta({ description: "256 bits; send it as Authorization: Bearer <token>" }),
});

/** Where a request came from, as far as the server can tell. */
export const place = z.object({
  ip: z.string().nullable().meta({ description: "null: from the server's own machine, or not known" }),
  same_network: z
    .boolean()
    .meta({ description: "true: from the same address as the caller, such as the same home" }),
});
export type Place = z.infer<typeof place>;
