import { z } from "zod";
import { credentials, newDevice, restore } from "../device/new-device.ts";
import { verificationId } from "../ids.ts";
import { operation } from "../operation.ts";

export const verificationCheck = operation({
  name: "verification/check",
  doc: "Exchanges the code for a device token. The same number is the same account on every device. When the answer was lost, the same call by the same caller gives the same answer until the code expires. Of more than ten devices the one that was longest idle, for 30 days or more, is signed out; when none was, the answer is `device_limit`.",
  access: "anyone",
  input: z.object({
    verification_id: verificationId,
    code: z.string().regex(/^[0-9]{6}$/),
    ...newDevice,
    pin: z.string().max(64).optional().meta({ description: "registration PIN, if the account has one" }),
    restore,
  }),
  output: credentials,
  errors: ["code_wrong", "code_expired", "pin_required", "pin_wrong", "device_limit", "restore_required"],
});
