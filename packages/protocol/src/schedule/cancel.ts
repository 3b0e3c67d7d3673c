import { z } from "zod";
import { operation } from "../operation.ts";
import { keepId } from "../sync/account-change.ts";

export const scheduleCancel = operation({
  name: "schedule/cancel",
  doc: "Takes a scheduled message back. `target_gone`: there is none, or it is being sent.",
  access: "device",
  input: z.object({ scheduled_id: keepId }),
  output: z.object({}),
  errors: ["target_gone"],
});
