import type { AccountName } from "../carriers/account.ts";
import type { CarrierId } from "../carriers/carrier.ts";
import type { Carriers } from "../carriers/carriers.ts";
import type { BillLine } from "../store/bill-store.ts";

const LINES_AT_ONCE = 1_000;
const COLUMNS = "carrier_message_id,number,sender,at,units,fen,state";

/** A carrier's statement: one line for each accepted part, the newest first (RFC 4180). */
export function billCsv(carriers: Carriers, carrier: CarrierId, account: AccountName): Response {
  const encoder = new TextEncoder();
  let before = Number.MAX_SAFE_INTEGER;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(`${COLUMNS}\r\n`)),
    pull(controller) {
      const lines = carriers.bill(carrier, account, before, LINES_AT_ONCE);
      before = lines.at(-1)?.id ?? 0;
      if (lines.length > 0) controller.enqueue(encoder.encode(lines.map(asCsv).join("")));
      else controller.close();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${carrier}-${account}.csv"`,
      "cache-control": "no-store",
    },
  });
}

function asCsv({ message_id, number, sender, submitted_at, fen, state }: BillLine): string {
  const at = new Date(submitted_at).toISOString();
  return `${[message_id, number, sender, at, 1, fen, state].join(",")}\r\n`;
}
