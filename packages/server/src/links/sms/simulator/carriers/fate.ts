import type { Refusal } from "@feiliao/sms";
import { type Fault, LATE_BY_MS } from "../magic-numbers.ts";
import { type CarrierId, homeOf, reaches } from "./carrier.ts";
import type { CarrierSettings } from "./carrier-settings.ts";
import type { HandsetSettings } from "./handset-settings.ts";

/** What is known of a part of an SMS when it is submitted. */
export interface Circumstances {
  carrier: CarrierId;
  /** E.164 */
  number: string;
  settings: CarrierSettings;
  handset: HandsetSettings;
  /** Of the number's last digits. */
  magic: Fault | null;
  /** Whether there were too many in this second. */
  too_many: boolean;
  /** True with this chance, in percent. */
  chance(percent: number): boolean;
}

/** What the carrier does with a part. */
export interface Fate {
  /** Null: it is accepted, and billed. */
  refusal: Refusal | null;
  /** When the answer comes; null: never. */
  answer_after_ms: number | null;
  arrives_after_ms: number;
  /** How often it is on the handset in the end. */
  copies: number;
  /** How often its end is reported. */
  reports: number;
  /** After its end. */
  report_after_ms: number;
}

const REPORT_AFTER_MS = 200;

/** Decides at the moment of the submit; what the handset makes of it is decided when it arrives there. */
export function fateOf(circumstances: Circumstances): Fate {
  const { settings, handset, magic, chance } = circumstances;
  const answer_lost =
    magic === "unanswered" || handset.answers === "lost" || chance(settings.answers_lost_percent);
  return {
    refusal: refusalOf(circumstances),
    answer_after_ms: answer_lost ? null : settings.slow_ms + (handset.answers === "late" ? LATE_BY_MS : 0),
    arrives_after_ms: magic === "late" || handset.sms === "late" ? LATE_BY_MS : 0,
    copies: copiesOf(circumstances),
    reports: reportsOf(circumstances),
    report_after_ms: REPORT_AFTER_MS + (reportIsLate(circumstances) ? LATE_BY_MS : 0),
  };
}

function refusalOf({ carrier, number, settings, handset, magic, too_many }: Circumstances): Refusal | null {
  if (settings.no_money) return "no_money";
  if (too_many) return "throttled";
  if (magic === "refused") return "blocked";
  return reaches(carrier, homeOf(number, handset.ported_to)) ? null : "not_mine";
}

function copiesOf({ handset, magic }: Circumstances): number {
  if (magic === "never_arrives" || handset.sms === "lost") return 0;
  return magic === "duplicate" || handset.sms === "twice" ? 2 : 1;
}

function reportsOf({ settings, handset, magic, chance }: Circumstances): number {
  if (magic === "never_arrives" || handset.sms === "lost" || handset.reports === "lost") return 0;
  if (chance(settings.reports_lost_percent)) return 0;
  const twice = magic === "duplicate" || handset.reports === "twice";
  return twice || chance(settings.reports_twice_percent) ? 2 : 1;
}

function reportIsLate({ settings, handset, chance }: Circumstances): boolean {
  return handset.reports === "late" || chance(settings.reports_late_percent);
}
