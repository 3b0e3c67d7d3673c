import type { Act } from "./scene.ts";

/** Things that happen to the server. */
export const crash: Act = ({ service }) => service.crash();

export const crashSoon: Act = ({ service }) => service.crashSoon();

export const restart: Act = ({ service }) => service.restart();

export const muffleDoorbell: Act = ({ service }) => service.muffle();

export const failStorage: Act = ({ chance, service, world }) => {
  service.storage_faults = chance.pick([0.05, 0.3, 1]);
  world.after(chance.integer(100, 8_000), () => {
    service.storage_faults = 0;
  });
};
