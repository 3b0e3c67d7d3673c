import { z } from "zod";
import { serverTime } from "../ids.ts";
import { operation } from "../operation.ts";

export const sessionPing = operation({
  name: "session/ping",
  doc: "Costs nothing and proves that the connection works. For clients that cannot see WebSocket pings, after silence.",
  access: "device",
  input: z.object({}),
  output: z.object({ server_time: serverTime }),
  errors: [],
});
