import { z } from "zod";
import { accountId, deviceId, serverTime } from "../ids.ts";
import { operation } from "../operation.ts";

export const sessionHello = operation({
  name: "session/hello",
  doc: "The first frame on a socket. From its answer on, the server pushes events; pull with sync/pull afterwards and drop overlaps by seq.",
  access: "socket",
  input: z.object({
    ticket: z.string().max(512),
    version: z.int().min(1),
    capabilities: z
      .array(z.string().max(40))
      .max(64)
      .default([])
      .meta({ description: "names starting with ! must be understood by the other side" }),
  }),
  output: z.object({
    account_id: accountId,
    device_id: deviceId,
    version: z.int(),
    capabilities: z.array(z.string()),
    server_time: serverTime,
  }),
  errors: ["update_required", "hello_required"],
});
