import { z } from "zod";
import { operation } from "../operation.ts";
import { smsUsage as usage } from "./sms.ts";

export const smsUsage = operation({
  name: "sms/usage",
  doc: "How many SMS the caller has sent this day and month (of Asia/Shanghai), and may send.",
  access: "device",
  input: z.object({}),
  output: usage,
  errors: [],
});
