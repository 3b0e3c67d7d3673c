import { parseArgs } from "node:util";
import { fuzz } from "./campaign.ts";
import { FUZZ_TARGETS } from "./targets/index.ts";

const USAGE = `npm run fuzz [-- --seconds N] [--seed N] [--target NAME]

  --seconds N     for all targets together; 60 unless told
  --seed N        the inputs follow from it; drawn unless told
  --target NAME   only targets with this in their names: ${FUZZ_TARGETS.map(({ name }) => name).join(", ")}

Feeds every decoder of packages/sms with broken inputs. An input that breaks a promise is shortened and printed:
find out why, fix it, and add it to packages/sms/fuzz/failing-inputs.ts.`;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
    target: { type: "string", default: "" },
    help: { type: "boolean", default: false },
  },
});
const targets = FUZZ_TARGETS.filter(({ name }) => name.includes(values.target));
const seconds = Number(values.seconds);
const seed = Number(values.seed);
if (values.help || targets.length === 0 || !(seconds > 0) || !Number.isInteger(seed)) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 2);
}

console.log(`seed ${seed}`);
let failures = 0;
for (const target of targets) {
  const end_ms = performance.now() + (seconds * 1_000) / targets.length;
  const { inputs, kinds, failure } = fuzz(target, seed, () => performance.now() < end_ms);
  console.log(`${failure ? "FAIL" : "ok  "} ${target.name}: ${inputs} inputs of ${kinds} kinds`);
  if (!failure) continue;
  failures++;
  console.log(`     input ${failure.input}\n     ${failure.error.replaceAll("\n", "\n     ")}`);
}
process.exit(failures > 0 ? 1 : 0);
