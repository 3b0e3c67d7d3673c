import type { AccountId } from "@feiliao/protocol";
import { audit as auditDelivery } from "../../faults/audit/audit.ts";
import type { App } from "../people/app.ts";
import type { Scene } from "../workload/scene.ts";
import { contractHistory, said } from "./contract-history.ts";
import { auditConverged, discardRefused } from "./devices.ts";
import { auditEffects } from "./effects.ts";
import { type FinalLog, type FinalLogs, readFinalLogs } from "./final-logs.ts";
import { auditFolds } from "./folds.ts";
import type { History } from "./history.ts";
import { membershipsOf } from "./memberships.ts";
import { auditNews } from "./notifications.ts";
import { auditOrder, auditServerTime } from "./order.ts";
import { differences, snapshotOf } from "./snapshot.ts";
import { auditVoice } from "./voice.ts";

/** Longer than a server or a client waits after a storage error. */
const STORAGE_WAIT_MS = 7_000;
/** For what was scheduled, and for what disappears, when there is any. */
const DUE_MS = 80_000;
/** D9. */
const HEAL_MS = 5_000;
/** Time for a device to find out by itself that a connection is dead, and to pull what it missed. */
const SILENCE_MS = 75_000;
const QUIET_MS = 8_000;

/** Ends the trouble, lets everything settle in the time the contract gives, and checks every rule. */
export function audit(scene: Scene): void {
  const { world, service, cast, history } = scene;
  service.storage_faults = 0;
  world.pass(STORAGE_WAIT_MS);
  const told = scene.chance.happens(0.6);
  heal(scene, told);
  world.pass(told ? HEAL_MS : SILENCE_MS);
  if (waitsForTime(history)) world.pass(DUE_MS);
  const report = (findings: readonly string[]) => {
    for (const finding of findings) history.find(finding);
  };
  const apps = signedIn(scene, report);
  for (const app of apps) world.complete(discardRefused(app, history), "taking back");
  const logs = finalLogs(scene);
  for (const app of apps) report(world.complete(auditConverged(app, logs), "convergence"));
  report(compareWithFresh(scene, apps));

  const final = finalLogs(scene);
  report(world.complete(auditContract(scene, apps, final), "the contract"));
  report([...auditOrder(history, final), ...auditServerTime(final), ...auditNews(history, final)]);
  report(auditFolds(final));
  report(world.complete(auditEffects(service.store, final), "the effects"));
  const here = new Set<string>(apps.map((app) => app.identity.device_id));
  const voice = auditVoice(history, final, service.store, service.blobs, (id) => here.has(id));
  report(world.complete(voice, "the voice messages"));
  for (const app of cast.apps) if (app.running) app.stop();
  world.pass(0);
}

/** `told`: who is on a dead connection learns it from the network, not from its own heartbeat. */
function heal({ world, service, cast }: Scene, told: boolean): void {
  world.note("world", "heals");
  service.heal();
  for (const app of cast.apps) app.heal(told);
  for (const app of cast.signedIn) if (!app.running) app.start();
}

/** The devices that the store still has; every app must know whether it is one of them (D18). */
function signedIn({ world, service, cast }: Scene, report: (findings: string[]) => void): App[] {
  return cast.people.flatMap(({ account_id, apps }) => {
    const devices = world.complete(service.store.accounts.devices(account_id), "the list of devices");
    const active = new Set(devices.map(({ device_id }) => device_id));
    return apps.filter((app) => {
      if (app.left || !app.running) return false;
      const isActive = active.has(app.identity.device_id);
      if (isActive === app.signedOut) report([`D18: ${app.name} is ${isActive ? "" : "not "}signed out`]);
      return isActive && !app.signedOut;
    });
  });
}

/** The rules of the auditor that all tests of faults share. */
async function auditContract({ history }: Scene, apps: readonly App[], logs: FinalLogs): Promise<string[]> {
  const state = {
    logs: [...logs.values()].map((log) => ({
      ...log,
      entries: log.entries.map((entry) => ({ ...entry, content: said(entry.content) })),
      members: membershipsOf(log, history.founders.get(log.conversation_id) ?? pairOf(log)),
    })),
    blobs: new Map(),
  };
  const { findings } = auditDelivery(await contractHistory(history, apps, logs), state);
  return findings.map(({ rule, kind, detail }) => `${rule}: ${kind}: ${detail}`);
}

/** Both of a direct conversation are in it from the beginning; a group says who made it, unless that write failed. */
function pairOf({ entries, members }: FinalLog): AccountId[] {
  const [first] = entries;
  const isGroup = first?.content.type === "info" && first.content.created;
  return isGroup ? [] : [...members.map(({ account_id }) => account_id), ...(first ? [first.sender] : [])];
}

/** Whether something may still be scheduled for soon, or disappear. */
function waitsForTime({ operations }: History): boolean {
  return operations.some(({ name, input }) => {
    return name === "schedule/set" || (name === "group/set" && "disappear_after_s" in (input as object));
  });
}

function finalLogs({ world, service, cast }: Scene): FinalLogs {
  const accounts = cast.people.map(({ account_id }) => account_id);
  return world.complete(readFinalLogs(service.store, accounts), "the final logs");
}

/** Old state + events = fresh state: each app shows what one shows that has just been signed in (D7). */
function compareWithFresh({ world, cast, history }: Scene, apps: readonly App[]): string[] {
  const fresh = new Map(cast.people.map((person) => [person, cast.addDevice(person)]));
  world.pass(QUIET_MS);
  const { storage_errors, network_faults } = history.faults;
  const drafts = storage_errors + network_faults === 0;
  return cast.people.flatMap((person) => {
    const expected = snapshotOf(world, fresh.get(person)!.client, drafts);
    const old = person.apps.filter((app) => apps.includes(app));
    return old.flatMap((app) => differences(app.name, snapshotOf(world, app.client, drafts), expected));
  });
}
