import type { Random } from "../../../../platform/random.ts";
import type { AccountName } from "../carriers/account.ts";
import { type CarrierId, PROTOCOLS, type Protocol } from "../carriers/carrier.ts";
import type { Carriers } from "../carriers/carriers.ts";

/** What an account logs in with. */
export interface WireLogin {
  system_id: string;
  secret: string;
}

/** In the form that each protocol asks for: CMPP has six characters for it, SMGP eight. */
const SYSTEM_IDS: Record<Protocol, Record<AccountName, string>> = {
  cmpp: { own: "900138", guest: "900268" },
  sgip: { own: "feiliao", guest: "guest" },
  smgp: { own: "90013800", guest: "90026800" },
  smpp: { own: "feiliao", guest: "guest" },
};

/** SMPP allows eight characters (SMPP 3.4 §4.1.1). */
const SECRET_BYTES = 4;

export function loginOf(
  carriers: Carriers,
  carrier: CarrierId,
  account: AccountName,
  random: Random,
): WireLogin {
  const secret = carriers.secret(`wire/${account}`, () =>
    Buffer.from(random.bytes(SECRET_BYTES)).toString("hex"),
  );
  return { system_id: SYSTEM_IDS[PROTOCOLS[carrier]][account], secret };
}

/** Whose it is; null: nobody's. */
export function accountOf(carrier: CarrierId, system_id: string): AccountName | null {
  const { own, guest } = SYSTEM_IDS[PROTOCOLS[carrier]];
  if (system_id === own) return "own";
  return system_id === guest ? "guest" : null;
}

export function systemIdOf(carrier: CarrierId, account: AccountName): string {
  return SYSTEM_IDS[PROTOCOLS[carrier]][account];
}
