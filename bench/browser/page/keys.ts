import { painted } from "./painted.ts";

const times: number[] = [];

export function watchKeys(): void {
  addEventListener(
    "keydown",
    async (event) => {
      await painted();
      // The event's own time is when the key was pressed, so a busy page cannot hide its delay.
      times.push(performance.now() - event.timeStamp);
    },
    { capture: true },
  );
}

export const keyTimes = (): number[] => times.splice(0);
