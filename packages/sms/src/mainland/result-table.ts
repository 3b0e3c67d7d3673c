import type { Refusal } from "../peer/refusal.ts";
import { asRefusal, type CodeTable, type Reason } from "./reason.ts";

export interface ResultTable {
  /** As outcomes and reports name it: "cmpp:13". */
  code(result: number): string;
  reason(result: number, codes?: CodeTable): Reason;
  refusal(result: number, codes?: CodeTable): Refusal;
  /** The result to answer with: that of `code` when it is one of this protocol, else one that means the same. */
  result(reason: Reason, code: string): number;
}

/** Both ways between a protocol's results and what they mean. 0 is success and no refusal; `other` says nothing more. */
export function resultTable(
  protocol: "cmpp" | "sgip" | "smgp",
  meanings: Readonly<Record<number, Reason>>,
  other: number,
): ResultTable {
  const results = new Map<Reason, number>();
  for (const [result, reason] of Object.entries(meanings))
    if (!results.has(reason)) results.set(reason, Number(result));
  const written = new RegExp(`^${protocol}:([1-9]\\d{0,2})$`);

  const code = (result: number) => `${protocol}:${result}`;
  const reason = (result: number, codes: CodeTable = {}) =>
    codes[code(result)] ?? meanings[result] ?? "unspecified";
  return {
    code,
    reason,
    refusal: (result, codes) => asRefusal(reason(result, codes)),
    result(wanted, wanted_code) {
      const stated = Number(written.exec(wanted_code)?.[1] ?? 0);
      return stated > 0 && stated <= 0xff ? stated : (results.get(wanted) ?? other);
    },
  };
}
