import type { Inapplicable, Mutant } from "../mutant.ts";
import { ACCOUNTS } from "./accounts.ts";
import { DELIVERY } from "./delivery.ts";
import { DURABILITY } from "./durability.ts";
import { EFFECTS } from "./effects.ts";
import { EPOCHS } from "./epochs.ts";
import { MESSAGES } from "./messages.ts";
import { ONCE } from "./once.ts";
import { ORDER } from "./order.ts";
import { RIGHTS } from "./rights.ts";
import { SEARCH } from "./search.ts";
import { SMS_LINKS } from "./sms-links.ts";
import { SMS_MAINLAND } from "./sms-mainland.ts";
import { SMS_THREAD } from "./sms-thread.ts";
import { SMS_WIRE } from "./sms-wire.ts";
import { STAGE } from "./stage.ts";
import { SYNC } from "./sync.ts";

/** Every mutant there is, in the order of their numbers. */
export const MUTANTS: readonly Mutant[] = [
  ...DURABILITY,
  ...ONCE,
  ...ORDER,
  ...SYNC,
  ...EPOCHS,
  ...DELIVERY,
  ...RIGHTS,
  ...EFFECTS,
  ...SEARCH,
  ...STAGE,
  ...ACCOUNTS,
  ...MESSAGES,
  ...SMS_LINKS,
  ...SMS_WIRE,
  ...SMS_MAINLAND,
  ...SMS_THREAD,
].sort((a, b) => numberOf(a) - numberOf(b) || a.id.localeCompare(b.id));

export const INAPPLICABLE: readonly Inapplicable[] = [
  {
    id: "M21",
    breaks: "a floor lease without fencing",
    because: "there is no floor yet; M21a to M21c are the nearest: two nodes that end one talk",
  },
];

function numberOf({ id }: Mutant): number {
  return Number.parseInt(id.slice(1), 10);
}
