import { timingSafeEqual } from "node:crypto";
import type { HandlerInput, LinkId, Output } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Bus } from "../bus/bus.ts";
import type { ConversationLog } from "../conversation/conversation-log.ts";
import type { Clock } from "../platform/clock.ts";
import { newId, type Random } from "../platform/random.ts";
import { type Secret, sha256 } from "../platform/secret.ts";
import type { DeviceIdentity } from "../store/account-store.ts";
import type { Link } from "../store/link-store.ts";
import type { Store } from "../store/store.ts";
import { tellDecided } from "./asked-devices.ts";
import {
  ASKED_LIFETIME_MS,
  askBudgets,
  claimBudget,
  LINK_ANSWER_MS,
  LINK_LIFETIME_MS,
  LINK_WAITERS_MAX,
  startBudgets,
} from "./link-limits.ts";
import { LongPolls } from "./long-polls.ts";
import { newDevice } from "./new-device.ts";
import { parseNumber } from "./number.ts";
import { placeOf } from "./place.ts";
import { takeBudgets } from "./take-budgets.ts";

interface Parts {
  store: Store;
  bus: Bus;
  secret: Secret;
  clock: Clock;
  random: Random;
  log: Pick<ConversationLog, "announceAccountChange">;
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

  /** Whether anybody is asked is for them to know: nothing here depends on the number's account. */
  async ask(
    { link_id, secret, number }: HandlerInput<"link/ask">,
    ip: string | null,
  ): Promise<Output<"link/ask">> {
    const { store, clock } = this.#parts;
    const { e164 } = parseNumber(number);
    const now = clock.now();
    await this.#held(link_id, secret);
    await takeBudgets(store.limits, askBudgets(e164, ip), now);
    await store.links.ask(link_id, e164, { now, expires_at: now + ASKED_LIFETIME_MS });
    return { check: this.#checkOf(link_id), expires_in_s: ASKED_LIFETIME_MS / 1_000 };
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
      check_required: link.asked !== null,
    };
  }

  async confirm(
    { link_id, allow, check }: HandlerInput<"link/confirm">,
    caller: DeviceIdentity,
  ): Promise<Output<"link/confirm">> {
    const { store } = this.#parts;
    const link = await store.links.byId(link_id);
    if (!link) throw new FeiliaoError("not_found");
    const matches = link.asked === null || check === this.#checkOf(link_id);
    if (allow && matches) await this.#allow(link, caller);
    else await store.links.refuse(link_id, caller, this.#parts.clock.now());
    if (link.asked) await tellDecided(this.#parts, caller.account_id, link_id);
    if (allow && !matches) throw new FeiliaoError("code_wrong");
    return {};
  }

  async #allow(link: Link, caller: DeviceIdentity): Promise<void> {
    const { store, bus, clock, secret } = this.#parts;
    const { link_id } = link;
    const { device } = newDevice(secret, { ...link, source: link_id, now: clock.now() });
    const { revoked } = await store.links.confirm(link_id, caller, device);
    for (const former of revoked) bus.publish({ kind: "device_revoked", ...former });
  }

  /** @throws {FeiliaoError} not_found also for who does not have the secret; link_expired */
  async #stateFor(link_id: LinkId, given: string): Promise<Output<"link/wait">> {
    const { clock, secret } = this.#parts;
    const link = await this.#held(link_id, given);
    const { state } = link;
    // Of a number that was asked, who asks learns only that it has allowed it: nothing else tells whether it is known.
    const told = link.asked && state.state !== "confirmed" ? ({ state: "waiting" } as const) : state;
    if (isOver({ ...link, state: told }, clock.now())) throw new FeiliaoError("link_expired");
    if (told.state !== "confirmed") return { state: told.state };
    const { device, token } = newDevice(secret, { ...link, source: link_id, now: clock.now() });
    const { account_id } = told.by;
    return { state: "confirmed", credentials: { account_id, device_id: device.device_id, token } };
  }

  /** @throws {FeiliaoError} not_found also for who does not have the secret */
  async #held(link_id: LinkId, given: string): Promise<Link> {
    const link = await this.#parts.store.links.byId(link_id);
    if (!link || !timingSafeEqual(link.secret_hash, sha256(given))) throw new FeiliaoError("not_found");
    return link;
  }

  /** Two digits that only the new device shows. */
  #checkOf(link_id: LinkId): string {
    const number = this.#parts.secret.derive("link check", link_id).readUInt32BE() % 100;
    return String(number).padStart(2, "0");
  }
}

/** Decided or not: what was decided is answered for a while, since the answer may have been lost. */
function isOver({ state, expires_at }: Link, now: number): boolean {
  const decided = state.state === "confirmed" || state.state === "refused";
  return now >= expires_at - LINK_LIFETIME_MS + (decided ? LINK_ANSWER_MS : LINK_LIFETIME_MS);
}
