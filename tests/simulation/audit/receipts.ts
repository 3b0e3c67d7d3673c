import type { AccountId, ConversationId, Output } from "@feiliao/protocol";
import type { FinalLogs } from "./final-logs.ts";
import type { History } from "./history.ts";

const MARKS = ["delivered", "read", "heard"] as const;

/** D11: no answer to an advance is below an earlier one, and the store keeps what it answered. */
export function auditReceipts({ operations }: History, logs: FinalLogs): string[] {
  const findings: string[] = [];
  for (const { name, input, account_id, outcome } of operations) {
    if (name !== "receipt/advance" || outcome.type !== "acknowledged") continue;
    const { conversation_id } = input as { conversation_id: ConversationId };
    const member = logs.get(conversation_id)?.members.find((each) => each.account_id === account_id);
    const told = outcome.output as Output<"receipt/advance">;
    const lower = MARKS.filter((mark) => (member?.[mark] ?? 0) < told[mark]);
    if (lower.length > 0)
      findings.push(`D11: ${lower.join(" ")} of ${account_id} in ${conversation_id} fell`);
  }
  return findings;
}

/** D11 on a device: what it shows of others' receipts never goes back, restarts included. */
export class ReceiptWatch {
  readonly #history: History;
  readonly #name: string;
  readonly #seen = new Map<string, number>();

  constructor(history: History, name: string) {
    this.#history = history;
    this.#name = name;
  }

  /** The app was killed: what it had shown and not yet kept is gone. */
  forget(): void {
    this.#seen.clear();
  }

  look(
    conversation_id: ConversationId,
    members: readonly ({ account_id: AccountId } & Record<(typeof MARKS)[number], number>)[],
  ): void {
    for (const member of members) {
      for (const mark of MARKS) {
        const key = `${conversation_id} ${member.account_id} ${mark}`;
        const before = this.#seen.get(key) ?? 0;
        if (member[mark] < before) {
          this.#history.find(`D11: ${this.#name} saw ${key} go back from ${before} to ${member[mark]}`);
        }
        this.#seen.set(key, member[mark]);
      }
    }
  }
}
