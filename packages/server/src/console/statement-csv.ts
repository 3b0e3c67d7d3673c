import { parseNumber } from "../accounts/number.ts";
import type { StatementLine } from "../store/sms/billing.ts";
import { CsvError, hasColumn, readCsv } from "./csv.ts";

const COLUMNS = ["carrier_message_id", "number", "at", "units"] as const;
const PRICES = { fen: readWhole, yuan: readYuan };
/** A time without a zone is one of Asia/Shanghai, where the carriers are. */
const WITHOUT_ZONE = /^(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)$/;
const YUAN = /^(\d{1,7})(?:\.(\d{1,2})0*)?$/;

/**
 * A carrier's statement: one line a part, or a whole SMS, with the columns `carrier_message_id`, `number`, `at`, `units`, and
 * `fen` or `yuan`, in any order and among others.
 *
 * @throws {CsvError} naming the line
 */
export function readStatement(text: string): StatementLine[] {
  const price = hasColumn(text, "fen") ? "fen" : "yuan";
  return readCsv(text, [...COLUMNS, price]).map(({ line, of }) => {
    const wrong = (column: keyof typeof of): never => {
      throw new CsvError(`line ${line}: "${of[column]}" is no ${column}`);
    };
    return {
      carrier_message_id: of.carrier_message_id || wrong("carrier_message_id"),
      number: readNumber(of.number) ?? wrong("number"),
      at: readTime(of.at) ?? wrong("at"),
      units: readWhole(of.units) ?? wrong("units"),
      fen: PRICES[price](of[price]) ?? wrong(price),
    };
  });
}

/** As the carriers write it: without +86, with 86, or in full. */
export function readNumber(text: string): string | null {
  try {
    return parseNumber(/^86\d{11}$/.test(text) ? `+${text}` : text).e164;
  } catch {
    return null;
  }
}

/** Milliseconds since 1970. */
export function readTime(text: string): number | null {
  const local = WITHOUT_ZONE.exec(text);
  const at = Date.parse(local ? `${local[1]}-${local[2]}-${local[3]}T${local[4]}+08:00` : text);
  return Number.isNaN(at) ? null : at;
}

function readWhole(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** Digits, not fractions: 0.05 yuan are 5 fen. */
function readYuan(text: string): number | null {
  const match = YUAN.exec(text);
  return match && Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}
