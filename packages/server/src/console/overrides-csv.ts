import { SERVED, type Served } from "../links/sms/routing/number-route.ts";
import { CsvError, readCsv } from "./csv.ts";
import { readNumber } from "./statement-csv.ts";

/**
 * Which carrier numbers are with, whatever their prefix says: columns `number` and `carrier`, one of SERVED, or nothing to
 * take it back.
 *
 * @throws {CsvError} naming the line
 */
export function readOverrides(text: string): { number: string; carrier: Served | null }[] {
  return readCsv(text, ["number", "carrier"]).map(({ line, of }) => {
    const number = readNumber(of.number);
    if (number === null) throw new CsvError(`line ${line}: "${of.number}" is no number`);
    const carrier = SERVED.find((name) => name === of.carrier) ?? null;
    if (carrier === null && of.carrier !== "") {
      throw new CsvError(`line ${line}: "${of.carrier}" is none of ${SERVED.join(", ")}`);
    }
    return { number, carrier };
  });
}
