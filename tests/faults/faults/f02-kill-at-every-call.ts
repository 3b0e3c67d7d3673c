import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { auditRun } from "../audit/audit-run.ts";
import type { Finding } from "../audit/finding.ts";
import { dataFolder } from "../audit/open-data-folder.ts";
import { addWork, type Work } from "../audit/work.ts";
import type { Fault, FaultContext } from "../harness/fault.ts";
import { NodeUnderTest } from "../harness/node-under-test.ts";
import { type KillPoint, killPoints } from "../syscalls/kill-points.ts";
import { firstStart, programOf, SCRIPTS, type Script } from "../syscalls/scripts.ts";
import { killingAt, recording, straceMissing } from "../syscalls/strace.ts";
import { readTrace } from "../syscalls/trace.ts";

/** Runs with as many consecutive seeds go through every point together. */
const STRIDE = 10;
const POINTS_IN_ALL = 2_500;

interface Planned extends KillPoint {
  script: Script;
}

export const killAtEveryCall: Fault = {
  id: "F02",
  title: "a server killed at any one of its calls that write, sync, rename, remove or send loses nothing",
  rules: "D1–D8, D11, D12, D20",
  needs: "node",
  unit: "kills",
  amount: { short: 40, run: POINTS_IN_ALL / STRIDE, campaign: POINTS_IN_ALL },
  limit_ms: 300_000,
  unavailable: straceMissing,
  async run(context) {
    const points = await plan(context.folder);
    const stride = Math.max(1, Math.round(points.length / context.amount));
    const chosen = points.filter((_, index) => index % stride === context.seed % stride);
    let work: Partial<Work> = {};
    const outcome = { amount: 0, count: 0, findings: [] as Finding[] };
    for (const point of chosen) {
      const { killed, report } = await tryPoint(context, point);
      if (killed) outcome.amount++;
      outcome.count += report.count;
      const at = `${point.script.name}, ${point.syscall} ${point.count} ${point.path ?? ""}`;
      outcome.findings.push(
        ...report.findings.map((found) => ({ ...found, detail: `${at}: ${found.detail}` })),
      );
      work = addWork(work, report.work);
    }
    return {
      ...outcome,
      work,
      figures: { points: points.length, not_reached: chosen.length - outcome.amount },
    };
  },
};

const templateOf = (folder: string, script: Script) => join(folder, `template ${script.name}`);

/** Plays each script once without harm, and lists the calls at which it can be killed. */
async function plan(folder: string): Promise<Planned[]> {
  const planned: Planned[] = [];
  for (const script of SCRIPTS) {
    await script.prepare(templateOf(folder, script));
    const data_folder = freshCopy(folder, script);
    const recorded = join(folder, "recorded");
    const node = await NodeUnderTest.start(data_folder, {
      wrapper: recording(recorded),
      ...programOf(script),
    });
    if (script === firstStart) await node.kill();
    else {
      await script.play(node.url, data_folder);
      await node.stop();
    }
    const points = killPoints(await readTrace(recorded), data_folder);
    planned.push(...points.map((point) => ({ ...point, script })));
    rmSync(recorded);
  }
  return planned;
}

async function tryPoint({ folder }: FaultContext, { script, ...point }: Planned) {
  const data_folder = freshCopy(folder, script);
  const program = programOf(script);
  let killed = false;
  let stopping = false;
  let restarted: Promise<void> | null = null;
  const node = await NodeUnderTest.start(data_folder, { wrapper: killingAt(point), ...program }).catch(() => {
    killed = true;
    return NodeUnderTest.start(data_folder, program);
  });
  const watched = node.exited.then((signal) => {
    killed ||= signal === "SIGKILL";
    if (!stopping) restarted = node.start(program);
  });
  const played = await script.play(node.url, data_folder);
  stopping = true;
  await restarted;
  await node.stop();
  await watched;
  return { killed, report: await auditRun(played.history, dataFolder(data_folder), played.readables) };
}

function freshCopy(folder: string, script: Script): string {
  const data_folder = join(folder, "data");
  rmSync(data_folder, { recursive: true, force: true });
  cpSync(templateOf(folder, script), data_folder, { recursive: true });
  return data_folder;
}
