import { join } from "node:path";
import type { Finding } from "../audit/finding.ts";
import { addWork, type Work } from "../audit/work.ts";
import type { Fault, FaultContext } from "../harness/fault.ts";
import { Disk, type Image } from "../powerloss/disk.ts";
import { type Recorded, record } from "../powerloss/recording.ts";
import { Said } from "../powerloss/said.ts";
import { tryImage } from "../powerloss/try-image.ts";
import { messages, SCRIPTS } from "../syscalls/scripts.ts";
import { straceMissing } from "../syscalls/strace.ts";

/** Besides the image that lost all that was not synced, so many that lost some of it. */
const RANDOM_IMAGES = 2;
const IMAGES = 1 + RANDOM_IMAGES;
const RELAXED_SYNC = join(import.meta.dir, "../powerloss/relaxed-sync.ts");
const CONTROL_STATES = 60;

interface Tally {
  states: number;
  count: number;
  findings: Finding[];
  work: Partial<Work>;
}

export const powerLoss: Fault = {
  id: "F03",
  title: "whatever a power cut leaves on the disk opens, and holds everything that was acknowledged or shown",
  rules: "D1–D4, D6, D12, D20",
  needs: "node",
  unit: "states",
  amount: { short: 300, run: 1_000, campaign: 10_000 },
  limit_ms: 180_000,
  unavailable: straceMissing,
  async run(context) {
    const recorded: Recorded[] = [];
    for (const script of SCRIPTS) recorded.push(await record(script, context.folder));
    const steps = recorded.reduce((sum, one) => sum + one.steps.length, 0);
    const stride = Math.max(1, Math.round((steps * IMAGES) / context.amount));
    const tally: Tally = { states: 0, count: 0, findings: [], work: {} };
    for (const one of recorded) await goThrough(one, stride, context, tally);
    const lost = await control(context);
    if (lost === 0) {
      tally.count++;
      tally.findings.push({
        rule: "work",
        kind: "control is not caught",
        detail: "a database that does not sync",
      });
    }
    const { states, ...rest } = tally;
    return { amount: states, ...rest, figures: { steps, control_findings: lost } };
  },
};

/** Cuts the power before every `stride`-th step of a recording, beginning at the seed. */
async function goThrough(
  recorded: Recorded,
  stride: number,
  context: FaultContext,
  tally: Tally,
): Promise<void> {
  const disk = new Disk(recorded.data_folder, recorded.before);
  const said = new Said();
  const target = join(context.folder, "after the cut");
  for (const [index, step] of recorded.steps.entries()) {
    if (index % stride === context.seed % stride) {
      for (const [mode, image] of imagesOf(disk, context)) {
        const { count, findings, work } = await tryImage(image, recorded, said, target);
        const at = `${recorded.script.name}, step ${index} of ${recorded.steps.length}, ${mode}`;
        tally.states++;
        tally.count += count;
        tally.findings.push(...findings.map((found) => ({ ...found, detail: `${at}: ${found.detail}` })));
        tally.work = addWork(tally.work, work);
      }
    }
    if (step.kind === "disk") disk.apply(step.operation);
    else said.hear(step.text);
  }
}

function* imagesOf(disk: Disk, { random }: FaultContext): Iterable<[mode: string, image: Image]> {
  yield ["nothing unsynced", disk.strictImage()];
  for (let number = 1; number <= RANDOM_IMAGES; number++) yield ["some unsynced", disk.randomImage(random)];
}

/** The same with a database that does not wait for the disk must show, or the method sees nothing. */
async function control(context: FaultContext): Promise<number> {
  const recorded = await record(messages, context.folder, RELAXED_SYNC);
  const tally: Tally = { states: 0, count: 0, findings: [], work: {} };
  const stride = Math.max(1, Math.round((recorded.steps.length * IMAGES) / CONTROL_STATES));
  await goThrough(recorded, stride, context, tally);
  return tally.findings.filter(({ kind }) => kind === "lost").length;
}
