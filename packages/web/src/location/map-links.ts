import { type Coordinates, roundedCoordinates } from "./coordinates.ts";

/** A map that can show a place, and who learns of it. */
export interface MapLink {
  /** Null: an app on this device, chosen by it. */
  host: string | null;
  href: string;
}

const ZOOM = 16;

/** RFC 5870 for apps on the device; both sites take WGS 84, Amap when it is told so. */
export function mapLinks(place: Coordinates & { name?: string | undefined }): MapLink[] {
  const { latitude, longitude } = roundedCoordinates(place);
  const amap = new URL("https://uri.amap.com/marker");
  amap.searchParams.set("position", `${longitude},${latitude}`);
  amap.searchParams.set("coordinate", "wgs84");
  if (place.name) amap.searchParams.set("name", place.name);
  const openStreetMap = new URL("https://www.openstreetmap.org/");
  openStreetMap.searchParams.set("mlat", String(latitude));
  openStreetMap.searchParams.set("mlon", String(longitude));
  openStreetMap.hash = `map=${ZOOM}/${latitude}/${longitude}`;
  return [
    { host: null, href: `geo:${latitude},${longitude}` },
    { host: amap.host, href: amap.href },
    { host: openStreetMap.host, href: openStreetMap.href },
  ];
}
