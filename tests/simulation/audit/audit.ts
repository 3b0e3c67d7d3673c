import type { App } from "../people/app.ts";
import type { Scene } from "../workload/scene.ts";
import { auditAcknowledged } from "./acknowledged.ts";
import { auditCache, auditConverged } from "./devices.ts";
import { type FinalLogs, readFinalLogs } from "./final-logs.ts";
import { auditNotifications } from "./notifications.ts";
import { auditOrder } from "./order.ts";
import { auditReads } from "./reads.ts";
import { auditReceipts } from "./receipts.ts";
import { differences, snapshotOf } from "./snapshot.ts";
import { auditVoice } from "./voice.ts";

/** Longer than a server or a client waits after a storage error. */
const STORAGE_WAIT_MS = 7_000;
/** D9. */
const HEAL_MS = 5_000;
const QUIET_MS = 8_000;

/** Ends the trouble, lets everything settle in the time the contract gives, and checks every rule. */
export function audit(scene: Scene): void {
  const { world, service, cast, history } = scene;
  service.storage_faults = 0;
  world.pass(STORAGE_WAIT_MS);
  const apps = heal(scene);
  world.pass(HEAL_MS);
  const logs = finalLogs(scene);
  const report = (findings: readonly string[]) => findings.forEach((finding) => history.find(finding));
  for (const app of apps) report(world.complete(auditConverged(app, logs), "convergence"));
  report(compareWithFresh(scene, apps));

  const final = finalLogs(scene);
  for (const app of apps) report(world.complete(auditCache(app, final), "the cache"));
  report([...auditAcknowledged(history, final), ...auditOrder(history, final), ...auditReads(history)]);
  report([...auditReceipts(history, final), ...auditNotifications(history)]);
  const here = new Set<string>(apps.map((app) => app.identity.device_id));
  const voice = auditVoice(history, final, service.store, service.blobs, (id) => here.has(id));
  report(world.complete(voice, "the voice messages"));
  for (const app of cast.apps) if (app.running) app.stop();
  world.pass(0);
}

/** Answers the devices that are signed in, all of them running. */
function heal({ world, service, cast, history }: Scene): App[] {
  world.note("world", "heals");
  service.heal();
  for (const app of cast.apps) app.link.heal();
  const apps = cast.signedIn;
  for (const app of apps) if (!app.running) app.start();
  for (const app of apps.filter((each) => each.signedOut && !each.left)) {
    const asked = history.operations.some(
      ({ name, input }) =>
        name === "device/revoke" && (input as { device_id: string }).device_id === app.identity.device_id,
    );
    if (!asked) history.find(`D18: ${app.name} was signed out by nobody`);
  }
  return apps.filter((app) => !app.signedOut);
}

function finalLogs({ world, service, cast }: Scene): FinalLogs {
  const accounts = cast.people.map(({ account_id }) => account_id);
  return world.complete(readFinalLogs(service.store, accounts), "the final logs");
}

/** Old state + events = fresh state: each app shows what one shows that has just been signed in (D7). */
function compareWithFresh({ world, cast }: Scene, apps: readonly App[]): string[] {
  const fresh = new Map(cast.people.map((person) => [person, cast.addDevice(person)]));
  world.pass(QUIET_MS);
  return cast.people.flatMap((person) => {
    const expected = snapshotOf(world, fresh.get(person)!.client);
    return person.apps
      .filter((app) => apps.includes(app))
      .flatMap((app) => differences(app.name, snapshotOf(world, app.client), expected));
  });
}
