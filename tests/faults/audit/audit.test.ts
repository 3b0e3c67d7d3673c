import { expect, test } from "bun:test";
import { audit } from "./audit.ts";
import { EMPTY_HISTORY } from "./history.ts";
import { ALICE, append, BOB, CONVERSATION, findingsAfter, sample } from "./sample.ts";

// The auditor itself: every kind of damage must show, or its silence would prove nothing.

test("a run as it should be has no findings, and its work is counted", () => {
  const { history, state } = sample();
  const { work, findings, count } = audit(history, state);
  expect(findings).toEqual([]);
  expect(count).toBe(0);
  expect(work).toMatchObject({ acknowledged: 3, entries: 3, delivered: 3, receipts: 3, files: 1 });
});

test("an empty run is a finding", () => {
  const { findings } = audit(EMPTY_HISTORY, { logs: [], blobs: new Map() });
  expect(findings.map(({ kind }) => kind)).toEqual(["empty run"]);
});

test("a kind of finding that comes in thousands is told five times and counted", () => {
  const { history, state, log } = sample();
  const received = Array.from({ length: 2_000 }, () => ({ ...log.entries[0]! }));
  const report = audit({ ...history, slices: [{ ...history.slices[0]!, received }] }, state);
  expect(report.findings.filter(({ kind }) => kind === "delivered twice")).toHaveLength(5);
  expect(report.count).toBeGreaterThan(1_990);
});

test("D1 an acknowledged message that is gone is lost", () => {
  const findings = findingsAfter(({ log }) => {
    log.entries.pop();
    log.last_seq = 2;
  });
  expect(findings).toContain("D1 lost");
});

test("D1 an acknowledged message with other words was altered", () => {
  expect(findingsAfter(({ log }) => (log.entries[1]!.content = '"forged"'))).toContain("D1 altered");
});

test("D1 an acknowledged message at another place than the ack said has moved", () => {
  const findings = findingsAfter(({ history }) => {
    history.sends[2]!.outcome = { type: "acknowledged", epoch: 1, seq: 4, server_time: 1_003 };
  });
  expect(findings).toContain("D1 moved");
});

test("D2 a key that is in the log twice is doubled", () => {
  expect(findingsAfter((run) => append(run, run.log.entries[2]!))).toContain("D2 doubled");
});

test("D2 an entry that nobody sent shows", () => {
  const findings = findingsAfter((run) => append(run, { ...run.log.entries[2]!, client_id: "ghost" }));
  expect(findings).toContain("D2 never sent");
});

test("D2 two acks of one key that differ show", () => {
  const findings = findingsAfter(({ history }) => {
    const again = { ...history.sends[0]!, outcome: { ...history.sends[1]!.outcome } };
    history.sends.push(again);
  });
  expect(findings).toContain("D2 acks differ");
});

test("D3 a seq that is missing is a gap", () => {
  expect(findingsAfter(({ log }) => log.entries.splice(1, 1))).toContain("D3 gap");
});

test("D3 a log that ends before its last seq has a gap", () => {
  expect(findingsAfter(({ log }) => (log.last_seq = 4))).toContain("D3 gap");
});

test("D3 a message sent after the ack of one that stands behind it has overtaken it", () => {
  const findings = findingsAfter(({ history }) => {
    history.sends[0]!.invoked_at = 40;
    history.sends[0]!.completed_at = 45;
  });
  expect(findings).toEqual(["D3 overtaken"]);
});

test("D3 the first try of a message counts, not its repeats", () => {
  const findings = findingsAfter(({ history }) => {
    history.sends.push({ ...history.sends[0]!, invoked_at: 40, completed_at: 45 });
  });
  expect(findings).toEqual([]);
});

test("D4 a device's messages in another order than it sent them show", () => {
  const findings = findingsAfter(({ history }) => {
    history.sends[0]!.device_seq = 2;
    history.sends[1]!.device_seq = 1;
  });
  expect(findings).toContain("D4 out of order");
});

test("D5 a read that misses what the same person was acknowledged before is stale", () => {
  expect(findingsAfter(({ history }) => (history.reads[0]!.invoked_at = 30))).toEqual(["D5 stale read"]);
});

test("D6 a device that lacks an entry in the middle has missed it", () => {
  const findings = findingsAfter(({ history }) => history.slices[0]!.received.splice(1, 1));
  expect(findings).toEqual(["D6 missed"]);
});

test("D6 a device with other words than the log shows", () => {
  const findings = findingsAfter(({ history }) => {
    history.slices[0]!.received[0]!.content = '"forged"';
  });
  expect(findings).toEqual(["D6 not what the log holds"]);
});

test("D7 a device that thinks it is up to date and is not shows", () => {
  const findings = findingsAfter(({ history }) => history.slices[0]!.received.pop());
  expect(findings).toEqual(["D7 not caught up"]);
});

test("D6 a device may begin in the middle", () => {
  expect(findingsAfter(({ history }) => history.slices[0]!.received.shift())).toEqual([]);
});

test("D8 an entry that a device took twice shows", () => {
  const findings = findingsAfter(({ history }) => {
    history.slices[0]!.received.push(history.slices[0]!.received[1]!);
  });
  expect(findings).toEqual(["D8 delivered twice"]);
});

test("D8 a person who is told of a message twice is told too often", () => {
  const findings = findingsAfter(({ history }) => history.notifications.push(history.notifications[0]!));
  expect(findings).toEqual(["D8 told twice"]);
});

test("D11 a watermark that goes back shows", () => {
  expect(findingsAfter(({ history }) => history.receipts_seen.reverse())).toEqual(["D11 receipt fell"]);
});

test("D11 a watermark past the end of its log shows", () => {
  const findings = findingsAfter(({ history }) => (history.receipts_seen[1]!.delivered = 9));
  expect(findings).toEqual(["D11 receipt ahead of its log"]);
});

test("D11 a watermark that was answered and is gone is lost", () => {
  const findings = findingsAfter(({ log }) => (log.members[1]!.watermarks.read = 1));
  expect(findings).toEqual(["D11 receipt lost"]);
});

test("D12 a file of an acknowledged message that is gone, or damaged, shows", () => {
  expect(findingsAfter(({ state }) => state.blobs.clear())).toEqual(["D12 file missing"]);
  const damage = findingsAfter(({ state }) => state.blobs.set("blb_picture", "damaged"));
  expect(damage).toEqual(["D12 file damaged"]);
});

test("D14 an effect outside that happened once too often shows", () => {
  expect(findingsAfter(({ history }) => (history.effects[0]!.times = 2))).toEqual(["D14 effect repeated"]);
});

test("D15 a message that was refused and is in the log all the same shows", () => {
  const findings = findingsAfter(({ history }) => {
    history.sends[2]!.outcome = { type: "rejected", code: "not_found" };
  });
  expect(findings).toContain("D15 refused and kept");
});

test("D15 a message without an answer may be in the log or not", () => {
  const kept = findingsAfter(({ history }) => (history.sends[2]!.outcome = { type: "unknown" }));
  expect(kept).toEqual([]);
});

test("D16 server times that run backwards show", () => {
  expect(findingsAfter(({ log }) => (log.entries[2]!.server_time = 1))).toContain("D16 time runs back");
});

test("D17 what reaches somebody who had left, or never was there, shows", () => {
  expect(findingsAfter(({ log }) => (log.members[1]!.until_seq = 2))).toEqual(["D17 not a member"]);
  const stranger = findingsAfter(
    ({ log }) => (log.members = log.members.filter((m) => m.account_id === ALICE)),
  );
  expect(stranger).toContain("D17 not a member");
});

test("D17 what was said before somebody came shows", () => {
  const findings = findingsAfter(({ log }) => {
    const [bob] = log.members.filter(({ account_id }) => account_id === BOB);
    bob!.since_seq = 3;
  });
  expect(findings).toEqual(["D17 not a member"]);
});

test("a slice of a conversation that does not exist shows", () => {
  const findings = findingsAfter(
    ({ history }) => (history.slices[0]!.conversation_id = `${CONVERSATION}_gone`),
  );
  expect(findings).toEqual(["D6 no such log"]);
});
