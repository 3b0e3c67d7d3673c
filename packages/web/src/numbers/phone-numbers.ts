import { type CarrierName, carrierOf } from "@feiliao/protocol/numbers";
import {
  AsYouType,
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString as parse,
} from "libphonenumber-js/min";

export type { CountryCode };

export interface Country {
  code: CountryCode;
  name: string;
  calling_code: string;
}

/** Every country with a calling code, by name in the given language, mainland China first. */
export function countries(language: string): Country[] {
  const names = new Intl.DisplayNames(language, { type: "region" });
  const all = getCountries().map((code) => ({
    code,
    name: names.of(code) ?? code,
    calling_code: `+${getCountryCallingCode(code)}`,
  }));
  const order = new Intl.Collator(language);
  return all.sort(
    (a, b) => Number(b.code === "CN") - Number(a.code === "CN") || order.compare(a.name, b.name),
  );
}

export interface TypedNumber {
  /** As it is written in its country, with spaces. */
  shown: string;
  /** Differs from the chosen one when the number was written with another country code. */
  country: CountryCode;
  /** Null while it cannot be a number yet. */
  e164: string | null;
  carrier: CarrierName | null;
}

/** Reads what was typed or pasted, with or without its country code. */
export function readNumber(typed: string, chosen: CountryCode): TypedNumber {
  const parsed = parse(typed, chosen);
  const number = parsed?.isPossible() && !MAINLAND_MOBILE_UNFINISHED.test(parsed.number) ? parsed : undefined;
  const e164 = number?.number ?? null;
  const carrier = parsed ? carrierOf(parsed.number) : null;
  if (!typed.trim().startsWith("+")) return { shown: grouped(typed, chosen), country: chosen, e164, carrier };
  // It stays as it is until the country is certain, then only the national part is left in the field.
  if (!number?.country) return { shown: typed, country: chosen, e164, carrier };
  return { shown: grouped(number.nationalNumber, number.country), country: number.country, e164, carrier };
}

/** Landlines there are shorter, so the plan alone would take the beginning of a mobile number for a number. */
const MAINLAND_MOBILE_UNFINISHED = /^\+861[3-9]\d{0,8}$/;

const grouped = (national: string, country: CountryCode): string => new AsYouType(country).input(national);

/** `+86 138 0013 8000` */
export function international(e164: string): string {
  return parse(e164)?.formatInternational() ?? e164;
}
