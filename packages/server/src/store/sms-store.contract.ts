import { describe } from "bun:test";
import { smsBillingContract } from "./sms/billing.contract.ts";
import { smsLedgerContract } from "./sms/ledger.contract.ts";
import { smsPlayContract } from "./sms/play.contract.ts";
import { smsThreadsContract } from "./sms/threads.contract.ts";
import { smsWaitingContract } from "./sms/waiting.contract.ts";
import type { Store } from "./store.ts";

/** The part of the store contract about SMS; its rules are in `sms/SPEC.md`. */
export function smsStoreContract(store: () => Store): void {
  describe("SMS", () => {
    smsLedgerContract(store);
    smsBillingContract(store);
    smsPlayContract(store);
    smsThreadsContract(store);
    smsWaitingContract(store);
  });
}
