import type { LocationView } from "@feiliao/client";
import { roundedCoordinates } from "./coordinates.ts";

const FIND_MS_MAX = 20_000;

export type Position = Pick<LocationView, "latitude" | "longitude" | "accuracy_m">;

/** Where this device is. Asks the person, by the browser. @throws {GeolocationPositionError} */
export async function findPosition(): Promise<Position> {
  const { coords } = await new Promise<GeolocationPosition>((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(resolve, reject, {
      enableHighAccuracy: true,
      timeout: FIND_MS_MAX,
    });
  });
  return { ...roundedCoordinates(coords), accuracy_m: Math.min(1_000_000, Math.ceil(coords.accuracy)) };
}

export function isDenied(error: unknown): boolean {
  return error instanceof GeolocationPositionError && error.code === error.PERMISSION_DENIED;
}
