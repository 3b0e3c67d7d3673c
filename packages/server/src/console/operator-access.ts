import { timingSafeEqual } from "node:crypto";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { takeBudgets } from "../accounts/take-budgets.ts";
import { ipBlock } from "../accounts/verification-limits.ts";
import { thisMachineOnly, type Visitor } from "../links/sms/simulator/guard.ts";
import type { Clock } from "../platform/clock.ts";
import { type Secret, sha256 } from "../platform/secret.ts";
import type { LimitStore } from "../store/limit-store.ts";

const SESSION_MS = 12 * 3_600_000;
const WINDOW_MS = 10 * 60_000;
const COOKIE = "feiliao_operator";

interface Parts {
  /** Null: only this machine may look. */
  token: string | null;
  secret: Secret;
  limits: LimitStore;
  clock: Clock;
  /** Whether people come by HTTPS. */
  secure: boolean;
}

/** Who may see what the operator sees: who has the token, or, where none is set, a browser on this machine. */
export class OperatorAccess {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get asksForToken(): boolean {
    return this.#parts.token !== null;
  }

  /** signed_in · sign_in: the token is asked for · nobody: there is nothing here. */
  of(visitor: Visitor): "signed_in" | "sign_in" | "nobody" {
    if (this.#parts.token === null) return thisMachineOnly(visitor) ? "signed_in" : "nobody";
    const bearer = /^bearer +(\S+)$/i.exec(visitor.headers.get("authorization") ?? "")?.[1];
    if (bearer !== undefined) return this.#isToken(bearer) ? "signed_in" : "sign_in";
    return this.#isSession(cookieOf(visitor.headers)) ? "signed_in" : "sign_in";
  }

  /** The cookie of a session for who knows the token. @throws {FeiliaoError} rate_limited, unauthorized */
  async signIn(given: string, ip: string | null): Promise<string> {
    const { limits, clock, secret, secure } = this.#parts;
    const asker = ip === null ? [] : [{ key: `operator ${ipBlock(ip)}`, limit: 10, window_ms: WINDOW_MS }];
    await takeBudgets(limits, [{ key: "operator", limit: 60, window_ms: WINDOW_MS }, ...asker], clock.now());
    if (!this.#isToken(given)) throw new FeiliaoError("unauthorized");
    const until = String(clock.now() + SESSION_MS);
    const session = `${until}.${secret.derive(COOKIE, until, this.#parts.token ?? "").toString("base64url")}`;
    const attributes = `Path=/; Max-Age=${SESSION_MS / 1_000}; HttpOnly; SameSite=Strict`;
    return `${COOKIE}=${session}; ${attributes}${secure ? "; Secure" : ""}`;
  }

  signOut(): string {
    return `${COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`;
  }

  #isToken(given: string): boolean {
    const { token } = this.#parts;
    return token !== null && timingSafeEqual(sha256(given), sha256(token));
  }

  /** Another token ends all sessions. */
  #isSession(session: string | undefined): boolean {
    const { secret, token } = this.#parts;
    const [until = "", mac = ""] = session?.split(".") ?? [];
    const intact = secret.verify(Buffer.from(mac, "base64url"), COOKIE, until, token ?? "");
    return intact && this.#parts.clock.now() < Number(until);
  }
}

function cookieOf(headers: Headers): string | undefined {
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}
