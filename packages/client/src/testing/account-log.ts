import type { AccountChange } from "@feiliao/protocol";

export type NewChange = AccountChange extends infer Change
  ? Change extends AccountChange
    ? Omit<Change, "position">
    : never
  : never;

/** An account's own log in memory: what was told under a key before is told no more. */
export class AccountLog {
  #changes: { key: string; change: AccountChange }[] = [];
  #position = 0;

  get position(): number {
    return this.#position;
  }

  keep(key: string, change: NewChange): AccountChange {
    const placed = { ...change, position: ++this.#position } as AccountChange;
    this.#changes = [...this.#changes.filter((kept) => kept.key !== key), { key, change: placed }];
    return placed;
  }

  after(position: number): AccountChange[] {
    return this.#changes.map(({ change }) => change).filter((change) => change.position > position);
  }
}
