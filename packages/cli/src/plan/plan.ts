import { parseArgs } from "node:util";
import { UsageError } from "../usage.ts";
import { planOf } from "./arithmetic.ts";
import { ASSUMPTIONS, optionOf, readAssumptions } from "./assumptions.ts";
import { FIGURES } from "./figures.ts";
import { renderPlan } from "./report.ts";

const keys = Object.keys(ASSUMPTIONS) as (keyof typeof ASSUMPTIONS)[];

export const usage = `feiliao plan [--users 300M] [--abroad 70M] [options]

Prints what a deployment of that size takes (gateways, database shards, disk, bandwidth, SMS money) and what
breaks first, from measured figures and from these assumptions:

${keys.map((key) => `  ${`--${optionOf(key)}`.padEnd(24)}${ASSUMPTIONS[key].doc} (${ASSUMPTIONS[key].fallback})`).join("\n")}
  --json                  the same as one JSON object; units are in the names`;

/** `feiliao plan`: arithmetic only, it asks and changes nothing. */
export async function run(args: string[]): Promise<void> {
  const options = Object.fromEntries(keys.map((key) => [optionOf(key), { type: "string" as const }]));
  const { values } = parseArgs({ args, options: { ...options, json: { type: "boolean" } } });
  const { json, ...texts } = values as Record<string, string | undefined> & { json?: boolean };
  const plan = planOf(assumptionsFrom(texts));
  console.log(json ? JSON.stringify({ ...plan, figures: FIGURES }, null, 2) : renderPlan(plan));
}

function assumptionsFrom(texts: Record<string, string | undefined>) {
  try {
    return readAssumptions(texts);
  } catch (failure) {
    throw new UsageError((failure as Error).message);
  }
}
