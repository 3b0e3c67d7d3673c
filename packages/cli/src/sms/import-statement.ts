import { parseArgs } from "node:util";
import { readStatement, readTime } from "@feiliao/server/console/statement-csv";
import { systemClock } from "@feiliao/server/platform/clock";
import { UsageError } from "../usage.ts";
import { onStore } from "./on-store.ts";

export const usage = `feiliao sms import-statement FILE --link ID --from TIME --until TIME

Settles, with a carrier's statement, what nobody had answered for. Afterwards what the server counts, with the
lines that it cannot explain, is the bill to the fen. The same statement a second time changes nothing.

  FILE           CSV with the columns carrier_message_id, number, at, units, and fen or yuan: a line a part or SMS
  --link ID      whose statement it is, as the link is called in the carriers file
  --from TIME    the time it covers, as in "2026-01-01 00:00:00" (Asia/Shanghai) or with a zone: what was sent
  --until TIME   in it and stands in no line was not billed
  --data DIR     the data folder of the server, which must be stopped (default ./data); with
                 FEILIAO_DATABASE that database, whose nodes may run. A running server takes it at /operator`;

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      link: { type: "string" },
      from: { type: "string" },
      until: { type: "string" },
      data: { type: "string", default: "./data" },
    },
  });
  const [file] = positionals;
  const [from, until] = [values.from, values.until].map((time) => readTime(time ?? ""));
  if (!file || !values.link || from == null || until == null || from >= until) {
    throw new UsageError("FILE, --link, --from and a later --until are needed");
  }
  const lines = readStatement(await Bun.file(file).text());
  const statement = { link: values.link, from, until, lines };
  const outcome = await onStore(values.data, ({ sms }) => sms.importStatement(statement, systemClock.now()));
  console.log(JSON.stringify(outcome));
}
