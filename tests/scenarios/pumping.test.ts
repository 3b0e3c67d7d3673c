import { expect, test } from "bun:test";
import { solve } from "@feiliao/client/proof-of-work";
import type { CallInput, Challenge, ErrorCode, Output } from "@feiliao/protocol";
import type { ErrorBody } from "@feiliao/protocol/errors";
import { codeOn, onVirtualClock, post, until } from "@feiliao/testkit";

const MINUTE_MS = 60_000;
const RESEND_PAUSE_MS = 30_000;
const HOUR_MS = 60 * MINUTE_MS;
const NUMBERS = 10_000;
/** Requests that the attacker has under way at once. */
const AT_ONCE = 50;
const LIMIT_MS = 120_000;

type Answer = { sent: Output<"verification/start"> } | { error: ErrorCode; challenge?: Challenge };

interface Asked {
  number: string;
  /** The address it is asked from, as the proxy before the server says. */
  ip: string;
  proof_of_work?: CallInput<"verification/start">["proof_of_work"];
}

/** As many machines as there are addresses ask for codes. */
async function ask(url: string, { ip, ...input }: Asked): Promise<Answer> {
  const response = await fetch(`${url}/v1/verification/start`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": ip },
    body: JSON.stringify(input),
  });
  const body = (await response.json()) as Output<"verification/start"> & {
    error?: ErrorBody;
  };
  return body.error ? { error: body.error.code, ...body.error } : { sent: body };
}

/** What came of asking for many, by the answer. */
async function attack(
  url: string,
  requests: readonly Asked[],
  answerTo: (asked: Asked) => Promise<Answer> = (asked) => ask(url, asked),
): Promise<Record<string, number>> {
  const counts: Record<string, number> = { sent: 0 };
  for (let at = 0; at < requests.length; at += AT_ONCE) {
    const answers = await Promise.all(requests.slice(at, at + AT_ONCE).map(answerTo));
    for (const answer of answers) {
      const name = "sent" in answer ? "sent" : answer.error;
      counts[name] = (counts[name] ?? 0) + 1;
    }
  }
  return counts;
}

const inOneBlock = (index: number): Asked => ({
  number: `+861391234${String(index).padStart(4, "0")}`,
  ip: `10.${index % 200}.${Math.floor(index / 200)}.7`,
});

/** Each in a block of its own, from a network of its own. */
const spread = (index: number): Asked => ({
  number: `+86139${String(index).padStart(4, "0")}5678`,
  ip: `10.${index % 200}.${Math.floor(index / 200)}.7`,
});

const all = (of: (index: number) => Asked): Asked[] =>
  Array.from({ length: NUMBERS }, (_, index) => of(index));

/** What the carrier bills once it has billed so many SMS, in 0.01 CNY. */
async function billOf(url: string, carrier: string, sms: number): Promise<number> {
  const lines = await until("the bill", async () => {
    const bill = await (await fetch(`${url}/phones/carriers/${carrier}/bill.csv`)).text();
    const billed = bill.trimEnd().split("\r\n").slice(1);
    return billed.length >= sms && billed;
  });
  expect(lines).toHaveLength(sms);
  return lines.reduce((sum, line) => sum + Number(line.split(",")[5]), 0);
}

async function solved(url: string, asked: Asked): Promise<Answer> {
  const answer = await ask(url, asked);
  if (!("challenge" in answer)) return answer;
  const { challenge, bits } = answer.challenge!;
  return ask(url, { ...asked, proof_of_work: { challenge, solution: await solve({ challenge, bits }) } });
}

test(
  "AC9 10,000 numbers of one block cost at most ¥3, from however many addresses they are asked for",
  () =>
    onVirtualClock(
      async ({ url }, clock) => {
        const counts = await attack(url, all(inOneBlock));
        const fen = await billOf(url, "china_mobile", counts.sent!);
        console.log(`      10,000 numbers of one block: ${JSON.stringify(counts)}, ¥${fen / 100}`);
        expect(fen).toBeLessThanOrEqual(300);
        // Somebody else is asked for nothing; who is in the block, and means it, can.
        const elsewhere = { number: "+8618600186002", ip: "192.0.2.7" };
        expect(await ask(url, elsewhere)).toHaveProperty("sent");
        expect(await solved(url, inOneBlock(NUMBERS - 1))).toHaveProperty("sent");
        // Once nobody has had any use of the codes, there are no more, whatever work is done.
        clock.advance(3 * MINUTE_MS);
        expect(await solved(url, inOneBlock(NUMBERS - 2))).toMatchObject({ error: "rate_limited" });
        clock.advance(6 * HOUR_MS);
        expect(await ask(url, inOneBlock(NUMBERS - 2))).toHaveProperty("sent");
      },
      { proxy_hops: 1 },
    ),
  LIMIT_MS,
);

test(
  "AC9 10,000 numbers of as many blocks, from as many networks, cost at most ¥15 in an hour, and people get in",
  () =>
    onVirtualClock(
      async ({ url }, clock) => {
        const requests = all(spread);
        const counts: Record<string, number> = {};
        for (let minute = 0; minute < 60; minute += 6) {
          const part = requests.splice(0, NUMBERS / 10);
          for (const [answer, count] of Object.entries(await attack(url, part)))
            counts[answer] = (counts[answer] ?? 0) + count;
          clock.advance(6 * MINUTE_MS);
        }
        const fen = await billOf(url, "china_mobile", counts.sent!);
        console.log(`      10,000 numbers in as many blocks: ${JSON.stringify(counts)}, ¥${fen / 100}`);
        expect(fen).toBeLessThanOrEqual(1_500);
        const person = { number: "+8618600186002", ip: "192.0.2.7" };
        const answer = await solved(url, person);
        if (!("sent" in answer)) throw new Error(`a person got ${answer.error}`);
        const { verification_id } = answer.sent;
        const code = await codeOn(url, person.number);
        const check = post(url, "verification/check", { verification_id, code, device_name: "phone" });
        expect(await check).toHaveProperty("token");
      },
      { proxy_hops: 1 },
    ),
  LIMIT_MS,
);

test(
  "AC9 a solution is good for one number and one call",
  async () => {
    await onVirtualClock(
      async ({ url }, clock) => {
        for (let index = 0; index < 30; index++) await ask(url, inOneBlock(index));
        const [mine, other] = [inOneBlock(100), inOneBlock(101)];
        const refused = await ask(url, mine);
        if (!("challenge" in refused)) throw new Error("no challenge");
        const { challenge, bits } = refused.challenge!;
        const proof_of_work = { challenge, solution: await solve({ challenge, bits }) };
        const wrong = { challenge, solution: `${proof_of_work.solution}1` };
        expect(await ask(url, { ...mine, proof_of_work: wrong })).toMatchObject({
          error: "challenge_required",
        });
        expect(await ask(url, { ...other, proof_of_work })).toMatchObject({ error: "challenge_required" });
        const answers = await Promise.all([1, 2].map(() => ask(url, { ...mine, proof_of_work })));
        expect(answers.filter((answer) => "sent" in answer)).toHaveLength(1);
        clock.advance(RESEND_PAUSE_MS);
        expect(await ask(url, { ...mine, proof_of_work })).toMatchObject({ error: "challenge_required" });
      },
      { proxy_hops: 1 },
    );
  },
  LIMIT_MS,
);

test(
  "AC9 a network whose codes nobody enters must work for more, and another need not",
  () =>
    onVirtualClock(
      async ({ url }, clock) => {
        const from = (index: number) => ({ ...spread(index), ip: `203.0.113.${index}` });
        for (let index = 0; index < 30; index++) expect(await ask(url, from(index))).toHaveProperty("sent");
        clock.advance(HOUR_MS);
        expect(await ask(url, from(31))).toMatchObject({ error: "rate_limited" });
        expect(await ask(url, { ...from(31), ip: "198.51.100.1" })).toHaveProperty("sent");
      },
      { proxy_hops: 1 },
    ),
  LIMIT_MS,
);

test(
  "AC9 where codes are entered, nothing is asked of anybody",
  async () => {
    await onVirtualClock(
      async ({ url }) => {
        for (let index = 0; index < 40; index++) {
          const asked = inOneBlock(index);
          const answer = await ask(url, asked);
          if (!("sent" in answer)) throw new Error(answer.error);
          const { verification_id } = answer.sent;
          if (index % 4 > 0) continue;
          const code = await codeOn(url, asked.number);
          await post(url, "verification/check", { verification_id, code, device_name: "phone" });
        }
      },
      { proxy_hops: 1 },
    );
  },
  LIMIT_MS,
);
