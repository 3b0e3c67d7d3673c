import { z } from "zod";

const SOLUTION_CHARACTERS_MAX = 16;

/**
 * A task that costs whoever asks for codes some computing time: find a `solution` so that the SHA-256 of
 * `<challenge>:<solution>` (US-ASCII) begins with `bits` zero bits. Together they are at most 55 bytes, one block of
 * SHA-256, when the solution has at most 16 characters.
 */
export interface Challenge {
  challenge: string;
  bits: number;
  /** Afterwards a solution is worth nothing. It is good for one call. */
  expires_in_s: number;
}

/** The answer to a challenge. */
export const proofOfWork = z
  .object({
    challenge: z.string().max(64).meta({ description: "as it came with the error `challenge_required`" }),
    solution: z
      .string()
      .max(SOLUTION_CHARACTERS_MAX)
      .meta({ description: "any characters; a number that is counted up will do" }),
  })
  .optional()
  .meta({
    description:
      "after `challenge_required`: a `solution` so that the SHA-256 of `<challenge>:<solution>` begins with `bits` zero bits",
  });
