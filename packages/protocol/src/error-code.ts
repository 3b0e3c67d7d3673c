import { z } from "zod";
import type { ErrorCode } from "./errors.ts";

/** A reason of the closed list where it is told rather than answered; a later version may have more of them. */
export const errorCode = z.string().transform((code) => code as ErrorCode);
