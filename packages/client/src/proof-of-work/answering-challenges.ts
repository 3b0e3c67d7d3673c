import type { CallInput } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Platform } from "../platform.ts";

/** The work that is asked for while this device works for the last one may be more. */
const CHALLENGES_MAX = 2;

type Answer = Pick<CallInput<"verification/start">, "proof_of_work">;

/** Makes a call, and again with the solution when the server asks for work first. */
export async function answeringChallenges<T>(
  { solve }: Pick<Platform, "solve">,
  call: (answer: Answer) => Promise<T>,
): Promise<T> {
  let answer: Answer = {};
  for (let answered = 0; ; answered++) {
    try {
      return await call(answer);
    } catch (failure) {
      const asked = failure instanceof FeiliaoError ? failure.details.challenge : undefined;
      if (!asked || answered === CHALLENGES_MAX) throw failure;
      answer = { proof_of_work: { challenge: asked.challenge, solution: await solve(asked) } };
    }
  }
}
