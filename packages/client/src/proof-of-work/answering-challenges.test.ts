import { expect, test } from "bun:test";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { answeringChallenges } from "./answering-challenges.ts";

const challenge = { challenge: "a.b.1.c", bits: 1, expires_in_s: 180 };
const solve = async () => "7";

test("a call that is answered with a challenge is made again with its solution", async () => {
  const calls: unknown[] = [];
  const answer = await answeringChallenges({ solve }, async (given) => {
    calls.push(given);
    if (calls.length === 1) throw new FeiliaoError("challenge_required", { challenge });
    return "sent";
  });
  expect(answer).toBe("sent");
  expect(calls).toEqual([{}, { proof_of_work: { challenge: "a.b.1.c", solution: "7" } }]);
});

test("nobody works for ever, and other failures are left as they are", async () => {
  let calls = 0;
  const insatiable = answeringChallenges({ solve }, async () => {
    calls++;
    throw new FeiliaoError("challenge_required", { challenge });
  });
  await expect(insatiable).rejects.toMatchObject({ code: "challenge_required" });
  expect(calls).toBe(3);
  const limited = answeringChallenges({ solve }, async () => {
    throw new FeiliaoError("rate_limited");
  });
  await expect(limited).rejects.toMatchObject({ code: "rate_limited" });
});
