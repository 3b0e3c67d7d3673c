import { z } from "zod";
import { deviceId } from "../ids.ts";
import { operation } from "../operation.ts";

export const deviceRevoke = operation({
  name: "device/revoke",
  doc: "Signs a device of the account out, the caller's own included. It receives nothing more, open sockets included.",
  access: "device",
  input: z.object({ device_id: deviceId }),
  output: z.object({}),
  errors: ["not_found"],
});
