import { z } from "zod";
import { accountId, deviceId, verificationId } from "../ids.ts";
import { operation } from "../operation.ts";

export const verificationCheck = operation({
  name: "verification/check",
  doc: "Exchanges the code for a device token. The same number is the same account on every device. When the answer was lost, the same call by the same caller gives the same answer until the code expires.",
  access: "anyone",
  input: z.object({
    verification_id: verificationId,
    code: z.string().regex(/^[0-9]{6}$/),
    device_name: z.string().trim().min(1).max(60),
    pin: z.string().max(64).optional().meta({ description: "registration PIN, if the account has one" }),
  }),
  output: z.object({
    account_id: accountId,
    device_id: deviceId,
    token: z.string().meta({ description: "256 bits; send it as Authorization: Bearer <token>" }),
  }),
  errors: ["code_wrong", "code_expired", "pin_required", "pin_wrong"],
});
