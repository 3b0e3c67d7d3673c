import { timingSafeEqual } from "node:crypto";
import type { HandlerInput, LinkId, Output } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Bus } from "../bus/bus.ts";
import type { Clock } from "../platform/clock.ts";
import { newId, type Random } from "../platform/random.ts";
import { type Secret, sha256 } from "../platform/secret.ts";
import type { DeviceIdentity } from "../store/account-store.ts";
import type { Link } from "../store/link-store.ts";
import type { Store } from "../store/store.ts";
import {
  claimBudget,
  LINK_ANSWER_MS,
  LINK_LIFETIME_MS,
  LINK_WAITERS_MAX,
  startBudgets,
} from "./link-limits.ts";
import { LongPolls } from "./long-polls.ts";
import { newDevice } from "./new-device.ts";
import { placeOf } from "./place.ts";
import { takeBudgets } from "./take-budgets.ts";

interface Parts {
  store: Store;
  bus: Bus;
  secret: Secret;
  clock: Clock;
  random: Random;
}

const SECRET_BYTES = 32;

/** Signs in a device that a signed-in one has scanned. All of it lies in the store: any node can go on with it. */
export class Linking {
  readonly #parts: Parts;
  readonly #polls: LongPolls;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#polls = new LongPolls(parts.clock, LINK_WAITERS_MAX);
  }

  /** Whoever waits is answered now. */
  close(): void {
    this.#polls.close();
  }

  async start(input: HandlerInput<"link/start">, ip: string | null): Promise<Output<"link/start">> {
    const { store, clock, random } = this.#parts;
    const now = clock.now();
    await takeBudgets(store.limits, startBudgets(ip), now);
    const link_id = newId<LinkId>("link", random);
    const secret = Buffer.from(random.bytes(SECRET_BYTES)).toString("base64url");
    await store.links.start({
      link_id,
      secret_hash: sha256(secret),
      device_name: input.device_name,
      platform: input.platform ?? null,
      ip,
      now,
      expires_at: now + LINK_LIFETIME_MS,
    });
    return { link_id, secret, expires_in_s: LINK_LIFETIME_MS / 1_000 };
  }

  wait({ link_id, secret, known }: HandlerInput<"link/wait">): Promise<Output<"link/wait">> {
    return this.#polls.until(
      () => this.#stateFor(link_id, secret),
      ({ state }) => state !== known,
    );
  }

  async claim(
    { link_id }: HandlerInput<"link/claim">,
    caller: DeviceIdentity,
    ip: string | null,
  ): Promise<Output<"link/claim">> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    await takeBudgets(store.limits, [claimBudget(caller.account_id)], now);
    const link = await store.links.claim(link_id, caller, now);
    return {
      device_name: link.device_name,
      platform: link.platform ?? "other",
      place: placeOf(link.ip, ip),
      requested_at: link.requested_at,
      expires_in_s: Math.max(0, link.expires_at - now) / 1_000,
    };
  }

  async confirm(
    { link_id, allow }: HandlerInput<"link/confirm">,
    caller: DeviceIdentity,
  ): Promise<Output<"link/confirm">> {
    const { store, bus, clock, secret } = this.#parts;
    const now = clock.now();
    if (!allow) {
      await store.links.refuse(link_id, caller, now);
      return {};
    }
    const link = await store.links.byId(link_id);
    if (!link) throw new FeiliaoError("not_found");
    const { device } = newDevice(secret, { ...link, source: link_id, now });
    const { revoked } = await store.links.confirm(link_id, caller, device);
    for (const former of revoked) bus.publish({ kind: "device_revoked", ...former });
    return {};
  }

  /** @throws {FeiliaoError} not_found also for who does not have the secret; link_expired */
  async #stateFor(link_id: LinkId, given: string): Promise<Output<"link/wait">> {
    const { store, clock, secret } = this.#parts;
    const link = await store.links.byId(link_id);
    if (!link || !timingSafeEqual(link.secret_hash, sha256(given))) throw new FeiliaoError("not_found");
    if (isOver(link, clock.now())) throw new FeiliaoError("link_expired");
    const { state } = link;
    if (state.state !== "confirmed") return { state: state.state };
    const { device, token } = newDevice(secret, { ...link, source: link_id, now: clock.now() });
    const { account_id } = state.by;
    return { state: "confirmed", credentials: { account_id, device_id: device.device_id, token } };
  }
}

/** Decided or not: what was decided is answered for a while, since the answer may have been lost. */
function isOver({ state, expires_at }: Link, now: number): boolean {
  const decided = state.state === "confirmed" || state.state === "refused";
  return now >= expires_at - LINK_LIFETIME_MS + (decided ? LINK_ANSWER_MS : LINK_LIFETIME_MS);
}
