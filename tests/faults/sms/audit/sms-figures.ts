import { moneyOf } from "@feiliao/server/console/money";
import type { Evidence } from "./evidence.ts";

export type SmsFigures = ReturnType<typeof smsFigures>;

/** What a run came to, in numbers. */
export function smsFigures({ written, submits, arrivals, told, answers, bills }: Evidence) {
  const states = [...told.values()].map(({ state }) => state);
  const ended = (state: (typeof states)[number]) => states.filter((one) => one === state).length;
  const submitted = (answer: (typeof submits)[number]["answer"]) =>
    submits.filter((submit) => submit.answer === answer).length;
  const arrived = arrivals.filter(({ mark, missing }) => mark !== null && missing === 0);
  const total = (of: (bill: (typeof bills)[number]) => number) =>
    bills.reduce((sum, bill) => sum + of(bill), 0);
  return {
    messages: written.length,
    submits_accepted: submitted("accepted"),
    submits_refused: submitted("refused"),
    submits_unanswered: submitted("unknown"),
    on_handsets: new Set(arrived.map(({ mark }) => mark)).size,
    doubled_by_carriers: arrived.length - new Set(arrived.map(({ mark }) => mark)).size,
    delivered: ended("delivered"),
    sent: ended("sent"),
    unknown: ended("unknown") + ended("queued"),
    failed: ended("failed"),
    cancelled: ended("cancelled"),
    answers_taken: answers.filter(({ taken }) => taken).length,
    answers_written: answers.reduce((sum, { tries }) => sum + tries, 0),
    bill_fen: total(({ bill_fen }) => bill_fen),
    confirmed_fen: total(({ before }) => moneyOf(before).confirmed_fen),
    unknown_fen: total(({ before }) => moneyOf(before).unknown_fen),
    confirmed_by_statements_fen: total(({ after }) => moneyOf(after).confirmed_fen),
    resolved_taken: total(({ outcome }) => outcome.resolved_taken),
    resolved_not_taken: total(({ outcome }) => outcome.resolved_not_taken),
  };
}
