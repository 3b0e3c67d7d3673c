import type { AccountId, OwnerProof } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Clock } from "../platform/clock.ts";
import type { Store } from "../store/store.ts";
import type { Passkeys } from "./passkeys/passkeys.ts";
import { takeBudgets } from "./take-budgets.ts";
import type { Verification } from "./verification.ts";

const DAY_MS = 24 * 3_600_000;
export const PIN_TRIES_PER_DAY = 10;

interface Parts {
  store: Store;
  verification: Verification;
  passkeys: Passkeys;
  clock: Clock;
}

/** Before what cannot be undone: an unlocked device in somebody's hand is not yet its owner. */
export class OwnerProofs {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @throws {FeiliaoError} pin_wrong, code_wrong, code_expired or passkey_refused */
  async require(account_id: AccountId, proof: OwnerProof): Promise<void> {
    switch (proof.type) {
      case "pin":
        return this.#requirePin(account_id, proof.pin);
      case "code":
        return this.#requireCode(account_id, proof);
      case "passkey":
        return this.#parts.passkeys.prove(account_id, proof.challenge_id, proof.assertion);
    }
  }

  /**
   * Of an account with a PIN, that PIN or a passkey: not a code, which is what the PIN is to guard against. Nothing
   * is asked of one without.
   *
   * @throws {FeiliaoError} pin_required, pin_wrong or passkey_refused
   */
  async requirePinOwner(account_id: AccountId, proof: OwnerProof | undefined): Promise<void> {
    if ((await this.#parts.store.accounts.pinHash(account_id)) === null) return;
    if (!proof || proof.type === "code") throw new FeiliaoError("pin_required");
    await this.require(account_id, proof);
  }

  /** The try is taken before anything is compared, so that guesses sent at once cannot share one. */
  async #requirePin(account_id: AccountId, pin: string): Promise<void> {
    const { store, clock } = this.#parts;
    const budget = { key: `pin tries ${account_id}`, limit: PIN_TRIES_PER_DAY, window_ms: DAY_MS };
    await takeBudgets(store.limits, [budget], clock.now());
    const hash = await store.accounts.pinHash(account_id);
    if (hash === null || !(await Bun.password.verify(pin, hash))) throw new FeiliaoError("pin_wrong");
  }

  async #requireCode(
    account_id: AccountId,
    { verification_id, code }: Extract<OwnerProof, { type: "code" }>,
  ): Promise<void> {
    const { store, verification } = this.#parts;
    const own = await store.accounts.profile(account_id);
    await verification.enter({ verification_id, code }, async ({ number }) => {
      if (number !== own?.number) throw new FeiliaoError("code_wrong");
    });
  }
}
