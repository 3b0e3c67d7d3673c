import type { FinalLog } from "./final-log.ts";
import type { Check, Finding } from "./finding.ts";
import type { Slice } from "./history.ts";
import type { Subject } from "./index-logs.ts";

/** D6 D8: what a device has of a log is one range of it, each entry once, in order, as the log holds it. */
export const devicesHaveSlices: Check<Subject> = function* ({ history, logs }): Iterable<Finding> {
  for (const slice of history.slices) {
    const log = logs.get(slice.conversation_id);
    const who = `${slice.device_id} in ${slice.conversation_id}`;
    if (!log) yield { rule: "D6", kind: "no such log", detail: who };
    else yield* compare(slice, log, who);
  }
};

function* compare({ received, epoch, caught_up }: Slice, log: FinalLog, who: string): Iterable<Finding> {
  let last = received[0] ? received[0].seq - 1 : 0;
  for (const { seq, client_id, content } of received) {
    if (seq <= last) yield { rule: "D8", kind: "delivered twice", detail: `${who}: ${seq} after ${last}` };
    else if (seq > last + 1) yield { rule: "D6", kind: "missed", detail: `${who}: ${seq} after ${last}` };
    last = Math.max(last, seq);
    const entry = log.epoch === epoch ? log.entries[seq - 1] : undefined;
    if (log.epoch !== epoch) continue; // of a history that was given up, which the rollback rules look at
    if (entry?.client_id !== client_id || entry.content !== content) {
      yield { rule: "D6", kind: "not what the log holds", detail: `${who} at ${seq}` };
    }
  }
  if (caught_up && last < log.last_seq) {
    yield { rule: "D7", kind: "not caught up", detail: `${who}: ends at ${last} of ${log.last_seq}` };
  }
}

/** D17: nobody is handed what was said before or after their membership. */
export const onlyMembersReceive: Check<Subject> = function* ({ history, logs }): Iterable<Finding> {
  for (const { device_id, account_id, conversation_id, received } of history.slices) {
    const log = logs.get(conversation_id);
    if (!log || received.length === 0) continue;
    const terms = log.members.filter((member) => member.account_id === account_id);
    const outside = received.find(
      ({ seq }) => !terms.some((term) => seq >= term.since_seq && seq <= (term.until_seq ?? seq)),
    );
    if (outside) {
      yield {
        rule: "D17",
        kind: "not a member",
        detail: `${device_id} got ${outside.seq} of ${conversation_id}`,
      };
    }
  }
};

/** D8: a device tells its person of a message once at most, and never of their own. */
export const peopleAreToldOnce: Check<Subject> = function* ({ history }): Iterable<Finding> {
  const told = new Set<string>();
  for (const { device_id, conversation_id, sender, client_id } of history.notifications) {
    const key = `${device_id} ${conversation_id} ${sender} ${client_id}`;
    if (told.has(key)) yield { rule: "D8", kind: "told twice", detail: key };
    told.add(key);
  }
};
