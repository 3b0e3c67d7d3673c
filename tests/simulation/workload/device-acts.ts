import { someoneAwake } from "./people-acts.ts";
import type { Act } from "./scene.ts";

const DEVICES_PER_PERSON_MAX = 4;
const DAY_MS = 86_400_000;

/** Things that happen to devices. */
export const closeApp: Act = (scene) => {
  const app = someoneAwake(scene);
  if (!app) return;
  const { chance } = scene;
  chance.pick([() => app.stop(), () => app.kill(), () => app.killSoon(chance.integer(0, 5))])();
};

export const startApp: Act = ({ chance, cast, history }) => {
  const asleep = cast.signedIn.filter((app) => !app.running);
  if (asleep.length === 0) return;
  chance.pick(asleep).start();
  history.faults.app_runs++;
};

export const loseNetwork: Act = (scene) => {
  const { chance, cast, history } = scene;
  chance.pick(cast.apps).link.goOffline();
  history.faults.network_faults++;
};

export const findNetwork: Act = ({ chance, cast }) => {
  const offline = cast.apps.filter((app) => app.link.offline);
  if (offline.length === 0) return;
  const app = chance.pick(offline);
  app.link.goOnline();
  if (app.running && chance.happens(0.5)) app.client.reconnect();
};

export const stallNetwork: Act = ({ chance, cast, history }) => {
  const { link } = chance.pick(cast.apps);
  if (link.stalled || link.offline) return;
  link.stall(chance.integer(200, chance.happens(0.2) ? 30_000 : 4_000));
  history.faults.network_faults++;
};

export const changeNetwork: Act = ({ chance, cast, history }) => {
  chance.pick(cast.apps).changeNetwork(chance.integer(1_000, 60_000));
  history.faults.network_faults++;
};

export const killDirection: Act = ({ chance, cast, history }) => {
  const app = chance.pick(cast.apps);
  app.swallow(chance.pick(["up", "down"]));
  history.faults.network_faults++;
};

export const changeWeather: Act = ({ chance, cast, history }) => {
  const { link } = chance.pick(cast.apps);
  link.weather = {
    latency_ms_max: chance.pick([5, 40, 200, 1_500]),
    mishap: chance.pick([0, 0.01, 0.05, 0.2]),
  };
  history.faults.network_faults++;
};

export const moveClock: Act = ({ chance, cast, service, history }) => {
  const limit_ms = chance.pick([DAY_MS, 600_000, 5_000, 0]);
  if (chance.happens(0.3)) service.moveClock();
  else chance.pick(cast.apps).skew.offset_ms = chance.integer(-limit_ms, limit_ms);
  history.faults.clock_jumps++;
};

/** Somebody signs a device out: this one, or another one of theirs. */
export const signOut: Act = (scene) => {
  const { chance, cast, history, world } = scene;
  const app = someoneAwake(scene);
  const person = cast.people.find(({ apps }) => app && apps.includes(app));
  if (!app || !person) return;
  const others = cast.signedIn.filter((other) => person.apps.includes(other) && other !== app);
  if (others.length === 0) return; // the last device stays, so that the person can be asked in the end
  if (chance.happens(0.4)) {
    world.note(app.name, "signs out");
    app.left = true;
    app.client.signOut().catch(() => {});
    return;
  }
  const other = chance.pick(others);
  const { device_id } = other.identity;
  world.note(app.name, `signs ${other.name} out`);
  app.client.call("device/revoke", { device_id }).then(
    () => history.revoked_ms.set(device_id, world.now_ms),
    () => {},
  );
};

export const addDevice: Act = ({ chance, cast, service }) => {
  const person = chance.pick(cast.people);
  if (!service.serves || person.apps.length >= DEVICES_PER_PERSON_MAX) return;
  cast.addDevice(person);
};
