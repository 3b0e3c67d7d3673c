import { expect, test } from "bun:test";
import { findingsAfter, rowOf, type Sample, toldOf } from "./sample.ts";

const damages: readonly [found: string, what: string, damage: (run: Sample) => void][] = [
  ["D14 sent twice", "an SMS whose carrier gave no answer goes out again", twice],
  ["D14 not one row", "a message has no row in the ledger", (run) => run.rows.set(0, [])],
  ["D1 still queued", "a message waits for ever", queued],
  [
    "truth told otherwise",
    "a sender was never told of the outcome",
    (run) => run.told.set(0, toldOf("sent")),
  ],
  ["truth told delivered", "what is told as delivered is not on the handset", (run) => run.arrivals.shift()],
  [
    "truth told delivered",
    "a part of what is told as delivered is missing",
    (run) => {
      run.arrivals[0]!.missing = 1;
    },
  ],
  ["truth told failed", "what is told as failed is on the handset", failed],
  ["money bill out of bounds", "the carrier charges what nobody knows of", (run) => charge(run, 15)],
  ["money bill out of bounds", "the carrier charges less than is confirmed", (run) => charge(run, 0)],
  ["money bill differs", "after the statement we count another sum", (run) => charge(run, 9)],
  ["money strange lines", "the statement has a line of no SMS", (run) => outcome(run, { strange: 1 })],
  ["money unbilled", "an accepted SMS is in no line", (run) => outcome(run, { unbilled: 1 })],
  ["money still unknown", "after the statement something is unknown still", unresolved],
  ["D1 answer lost", "what the carrier was told is taken is in no log", (run) => run.logged.pop()],
  ["D1 answer lost", "an answer is in another conversation", elsewhere],
  ["D2 answer twice", "an answer is in the log more often than it was written", again],
  ["work empty run", "nothing was written", (run) => run.written.splice(0)],
];

test("a run in which everything went well has no findings", () => {
  expect(findingsAfter(() => {})).toEqual([]);
});

test("what nobody has answered for yet may be charged or not", () => {
  const isOutOfBounds = (fen: number) =>
    findingsAfter((run) => {
      const [bill] = run.bills;
      bill.before = bill.before.map((sum) => (sum.state === "unknown" ? { ...sum, state: "begun" } : sum));
      charge(run, fen);
    }).includes("money bill out of bounds");
  expect([4, 5, 10, 11].map(isOutOfBounds)).toEqual([true, false, false, true]);
});

test.each(damages)("%s: %s", (found, _, damage) => {
  expect(findingsAfter(damage)).toContain(found);
});

function twice({ submits }: Sample): void {
  submits.push({ ...submits[2]!, answer: "accepted" });
}

function queued({ rows, told }: Sample): void {
  rows.set(1, [rowOf(1, "queued")]);
  told.set(1, toldOf("queued"));
}

function failed({ rows, told }: Sample): void {
  rows.set(1, [rowOf(1, "failed")]);
  told.set(1, toldOf("failed"));
}

function charge({ bills: [bill] }: Sample, fen: number): void {
  bill.bill_fen = fen;
}

function outcome({ bills: [bill] }: Sample, more: Partial<Sample["bills"][0]["outcome"]>): void {
  bill.outcome = { ...bill.outcome, ...more };
}

function unresolved({ bills: [bill] }: Sample): void {
  bill.after = bill.before;
}

function elsewhere({ logged }: Sample): void {
  logged[0] = { ...logged[0]!, conversation_id: "con_somewhere_else" };
}

function again({ logged }: Sample): void {
  logged.push(logged[0]!, logged[0]!);
}
