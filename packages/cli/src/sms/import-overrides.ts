import { parseArgs } from "node:util";
import { readOverrides } from "@feiliao/server/console/overrides-csv";
import { UsageError } from "../usage.ts";
import { onStore } from "./on-store.ts";

export const usage = `feiliao sms import-overrides FILE

Says which carrier numbers are with, whatever their prefix says and whatever was learned (携号转网).

  FILE           CSV with the columns number and carrier: china_mobile, china_unicom, china_telecom,
                 china_broadnet or world; nothing takes it back
  --data DIR     the data folder of the server, which must be stopped (default ./data); with
                 FEILIAO_DATABASE that database, whose nodes may run. A running server takes it at /operator`;

/** So many are one commit. */
const BATCH = 10_000;

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { data: { type: "string", default: "./data" } },
  });
  const [file] = positionals;
  if (!file) throw new UsageError("FILE is needed");
  const overrides = readOverrides(await Bun.file(file).text());
  await onStore(values.data, async ({ sms }) => {
    for (let at = 0; at < overrides.length; at += BATCH) {
      await sms.setOverrides(overrides.slice(at, at + BATCH));
    }
  });
  console.log(JSON.stringify({ overrides: overrides.length }));
}
