import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ConversationId } from "@feiliao/protocol";
import { Device, signUp, until } from "@feiliao/testkit";
import { auditRun } from "../audit/audit-run.ts";
import type { Finding } from "../audit/finding.ts";
import { EMPTY_HISTORY, type History, type Send } from "../audit/history.ts";
import { dataFolder } from "../audit/open-data-folder.ts";
import type { Fault, FaultContext, Outcome } from "../harness/fault.ts";
import { NodeUnderTest } from "../harness/node-under-test.ts";
import { conclude } from "../harness/outcome.ts";
import type { App } from "../workload/app.ts";
import type { Follower } from "../workload/follower.ts";
import { Sender } from "../workload/sender.ts";
import { Town } from "../workload/town.ts";

const OPTIONS = { senders: 6, conversations: 4, followers: 3, apps: 3 };
const MESSAGES_BEFORE = 20;
const MESSAGES_LOST = 12;
/** More than were lost, so that the log has other entries where the clients have theirs. */
const MESSAGES_REUSING = 40;
const NOTICE_MS_MAX = 15_000;

export const rollback: Fault = {
  id: "F32",
  title:
    "when the data folder is replaced by an older copy, everybody who saw more notices, keeps it, and goes on",
  rules: "D10",
  needs: "node",
  unit: "rollbacks",
  amount: { short: 2, run: 4, campaign: 20 },
  limit_ms: 120_000,
  async run(context) {
    const outcomes: Outcome[] = [];
    for (let number = 0; number < context.amount; number++) {
      outcomes.push(await rollBack(context, number, number % 2 === 1));
    }
    return {
      amount: context.amount,
      work: outcomes.at(-1)!.work,
      count: outcomes.reduce((sum, { count }) => sum + count, 0),
      findings: outcomes.flatMap(({ findings }) => findings),
      figures: { noticed: outcomes.reduce((sum, { figures }) => sum + figures.noticed!, 0) },
    };
  },
};

/** `reused`: while the clients are away, the seqs they know are given to other messages. */
async function rollBack({ folder }: FaultContext, number: number, reused: boolean): Promise<Outcome> {
  const data_folder = join(folder, `data ${number}`);
  const copy = join(folder, `copy ${number}`);
  const people = await Town.settle(data_folder, OPTIONS);
  const node = await NodeUnderTest.start(data_folder);
  const town = await Town.arrive(node.url, people, { ...OPTIONS, messages_max: MESSAGES_BEFORE });
  town.write();
  await town.written();
  await town.comeToRest();
  await node.stop();
  cpSync(data_folder, copy, { recursive: true });

  await node.start();
  const lost = await write(node.url, town, MESSAGES_LOST, "lost");
  await town.comeToRest();
  const seen = new Map(town.followers.map((follower) => [follower, endsOf(follower)]));
  await node.stop();
  rmSync(data_folder, { recursive: true });
  cpSync(copy, data_folder, { recursive: true });
  const kept: Send[] = [];
  if (reused) {
    // On another port, where nobody of the town looks.
    const other = await NodeUnderTest.start(data_folder);
    kept.push(...(await write(other.url, town, MESSAGES_REUSING, "reusing")));
    await other.stop();
  }
  await node.start();

  const affected = new Set(lost.map(({ conversation_id }) => conversation_id));
  const findings = await whoDidNotNotice(town, seen, affected, reused ? "reused" : "ahead");
  await town.comeToRest();
  await town.leave();
  await node.stop();
  const history = await afterwards(town, kept);
  const noticed = [...seen.values()].flat().length;
  return conclude(1, await auditRun(history, dataFolder(data_folder), town.readables), {
    findings,
    figures: { noticed },
  });
}

/** New devices of the same people write, so that the others' numbers stay their own. */
async function write(url: string, town: Town, messages_max: number, name: string): Promise<Send[]> {
  const sends: Send[] = [];
  for (const { number, conversations } of town.people.slice(0, 2)) {
    const device = new Device(url, await signUp(url, number, name));
    const sender = new Sender(device, Object.values(conversations), { messages_max });
    await sender.run();
    sends.push(...sender.sends);
  }
  return sends;
}

function endsOf(follower: Follower): [ConversationId, number][] {
  return follower.slices.map(({ conversation_id, received }) => [conversation_id, received.at(-1)?.seq ?? 0]);
}

async function whoDidNotNotice(
  town: Town,
  seen: ReadonlyMap<Follower, [ConversationId, number][]>,
  affected: ReadonlySet<ConversationId>,
  how: string,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const note = (kind: string, detail: string) =>
    findings.push({ rule: "D10", kind, detail: `${how}: ${detail}` });
  const followers = [...seen].map(async ([follower, ends]) => {
    const due = ends.map(([id]) => id).filter((id) => affected.has(id));
    const isTold = () => due.every((id) => follower.resets.includes(id));
    await until("a reset", isTold, NOTICE_MS_MAX).catch(() => note("no reset", follower.device.device_id));
  });
  const apps = town.apps.map(async (app) => {
    const due = await appConversations(app, affected);
    const hasKept = async () => {
      const archived = (await app.archives()).map(({ conversation_id }) => conversation_id);
      return due.every((id) => archived.includes(id));
    };
    await until("an archive", hasKept, NOTICE_MS_MAX).catch(() => note("not kept by the app", due.join(" ")));
  });
  await Promise.all([...followers, ...apps]);
  return findings;
}

async function appConversations(app: App, affected: ReadonlySet<ConversationId>): Promise<ConversationId[]> {
  const slices = await app.slices();
  return slices.map(({ conversation_id }) => conversation_id).filter((id) => affected.has(id));
}

/** What must hold in the end: the log as it is now, and what every device has of it now. */
async function afterwards(town: Town, kept: readonly Send[]): Promise<History> {
  const apps = await Promise.all(town.apps.map((app) => app.slices()));
  const followed = town.followers.flatMap(({ slices }) => [
    ...new Map(slices.map((slice) => [slice.conversation_id, slice])).values(),
  ]);
  const before = town.senders.flatMap(({ sends }) => sends);
  return { ...EMPTY_HISTORY, sends: [...before, ...kept], slices: [...followed, ...apps.flat()] };
}
