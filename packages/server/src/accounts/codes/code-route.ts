import type { LinkPool, LinkTerms } from "../../links/sms/link-pool.ts";
import { NOTHING_KNOWN } from "../../links/sms/routing/number-route.ts";

type Pool = Pick<LinkPool, "candidates" | "terms">;

/** Any of its languages: a link that has one has all. */
const TEMPLATE = "verification_code.zh-CN";

/** What a code's SMS to the number costs by the link that comes first, in 0.01 CNY; null when none reaches it. */
export function codePrice(pool: Pool, e164: string): number | null {
  return linksTo(pool, e164)[0]?.price_fen ?? null;
}

/** Where the number's handset writes to, so that we hear of it; null when no link to it hands that over. */
export function numberToWriteTo(pool: Pool, e164: string): string | null {
  const heard = linksTo(pool, e164).find(({ capabilities }) => capabilities.incoming && capabilities.number);
  return heard?.capabilities.number ?? null;
}

function linksTo(pool: Pool, e164: string): LinkTerms[] {
  const found = pool.candidates({ to: e164, template_id: TEMPLATE }, NOTHING_KNOWN);
  return found.flatMap(({ link_id }) => pool.terms(link_id) ?? []);
}
