import { z } from "zod";
import { operation } from "../operation.ts";
import { profile } from "../profile.ts";

export const profileGet = operation({
  name: "profile/get",
  doc: "The caller's own profile.",
  access: "device",
  input: z.object({}),
  output: profile,
  errors: [],
});
