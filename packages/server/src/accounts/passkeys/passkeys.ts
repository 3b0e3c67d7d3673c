import type { AccountId, HandlerInput, Output, Passkey, PasskeyAssertion } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Bus } from "../../bus/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";
import type { Secret } from "../../platform/secret.ts";
import type { StoredPasskey } from "../../store/passkey-store.ts";
import type { Store } from "../../store/store.ts";
import { newDevice } from "../new-device.ts";
import { takeBudgets } from "../take-budgets.ts";
import { Challenges } from "./challenges.ts";
import type { RelyingParty } from "./relying-party.ts";
import { ALGORITHMS, verifyAssertion, verifyAttestation } from "./webauthn.ts";

interface Parts {
  store: Store;
  bus: Bus;
  secret: Secret;
  clock: Clock;
  random: Random;
  rp: RelyingParty;
}

const PASSKEYS_MAX = 20;
const HOUR_MS = 3_600_000;
/** Each costs a signature check. */
const TRIES_PER_IP_HOUR = 120;

/** WebAuthn credentials: made by a signed-in device, they sign in others without an SMS. */
export class Passkeys {
  readonly #parts: Parts;
  readonly #challenges: Challenges;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#challenges = new Challenges(parts.secret, parts.clock, parts.random);
  }

  challenge(): Output<"passkey/challenge"> {
    return { ...this.#challenges.issue("assert"), rp_id: this.#parts.rp.id };
  }

  async registerStart(account_id: AccountId): Promise<Output<"passkey/register-start">> {
    const { store, rp } = this.#parts;
    const [profile, present] = await Promise.all([
      store.accounts.profile(account_id),
      store.passkeys.list(account_id),
    ]);
    if (present.length >= PASSKEYS_MAX) throw new FeiliaoError("passkey_limit");
    return {
      ...this.#challenges.issue(`register ${account_id}`),
      rp: { id: rp.id, name: rp.name },
      user: { handle: userHandle(account_id), name: profile?.number ?? "" },
      algorithms: ALGORITHMS,
      exclude: present.map(({ passkey_id }) => passkey_id),
    };
  }

  async register(
    account_id: AccountId,
    { challenge_id, name, attestation }: HandlerInput<"passkey/register">,
  ): Promise<Passkey> {
    const { store, clock, rp } = this.#parts;
    const challenge = this.#challenges.find(challenge_id, `register ${account_id}`);
    const made = challenge && (await verifyAttestation(rp, challenge, attestation));
    if (!made) throw new FeiliaoError("passkey_refused");
    const passkey = { ...made, account_id, name, created_at: clock.now(), last_used_at: null };
    await store.passkeys.add(passkey, PASSKEYS_MAX);
    return toPasskey(passkey);
  }

  async list(account_id: AccountId): Promise<Passkey[]> {
    return (await this.#parts.store.passkeys.list(account_id)).map(toPasskey);
  }

  async signIn(
    input: HandlerInput<"passkey/sign-in">,
    ip: string | null,
  ): Promise<Output<"passkey/sign-in">> {
    const { store, bus, secret, clock } = this.#parts;
    const now = clock.now();
    if (ip !== null) {
      const budget = { key: `passkey ip ${ip}`, limit: TRIES_PER_IP_HOUR, window_ms: HOUR_MS };
      await takeBudgets(store.limits, [budget], now);
    }
    const { challenge_id, assertion, ...named } = input;
    const account_id = await this.#verify(challenge_id, assertion);
    const source = `${challenge_id} ${assertion.passkey_id}`;
    const { device, token } = newDevice(secret, { ...named, source, ip, now });
    const { identity, revoked } = await this.#add(account_id, device);
    for (const former of revoked) bus.publish({ kind: "device_revoked", ...former });
    return { ...identity, token };
  }

  /** @throws {FeiliaoError} passkey_refused when it is not one of the account's */
  async prove(account_id: AccountId, challenge_id: string, assertion: PasskeyAssertion): Promise<void> {
    const owner = await this.#verify(challenge_id, assertion);
    if (owner !== account_id) throw new FeiliaoError("passkey_refused");
  }

  /** Whose passkey has signed the challenge. @throws {FeiliaoError} passkey_refused */
  async #verify(challenge_id: string, assertion: PasskeyAssertion): Promise<AccountId> {
    const { store, clock, rp } = this.#parts;
    const challenge = this.#challenges.find(challenge_id, "assert");
    const passkey = challenge && (await store.passkeys.byId(assertion.passkey_id));
    if (!passkey) throw new FeiliaoError("passkey_refused");
    const counter = await verifyAssertion(rp, challenge, passkey, assertion);
    if (counter === null) throw new FeiliaoError("passkey_refused");
    await store.passkeys.used(passkey.passkey_id, counter, clock.now());
    return passkey.account_id;
  }

  /** An account that has lost its number to somebody else is nobody's any more. */
  async #add(account_id: AccountId, device: Parameters<Store["accounts"]["addDevice"]>[1]) {
    try {
      return await this.#parts.store.accounts.addDevice(account_id, device);
    } catch (failure) {
      const lost = failure instanceof FeiliaoError && failure.code === "not_found";
      throw lost ? new FeiliaoError("passkey_refused") : failure;
    }
  }
}

/** WebAuthn, section 5.4.3: bytes that say nothing about the person. */
function userHandle(account_id: AccountId): string {
  return Buffer.from(account_id).toString("base64url");
}

function toPasskey({ passkey_id, name, created_at, last_used_at }: StoredPasskey): Passkey {
  return { passkey_id, name, created_at, last_used_at };
}
