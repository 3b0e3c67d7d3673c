/** Degrees on the WGS 84 ellipsoid. */
export interface Coordinates {
  latitude: number;
  longitude: number;
}

/** About 10 cm: more than any device knows. */
const DECIMALS = 6;
const NUMBER = String.raw`([+-]?\d{1,3}(?:\.\d{1,15})?)\s*°?\s*([NSEW])?`;
const PAIR = new RegExp(String.raw`^\s*(?:geo:)?${NUMBER}\s*[,，;；\s]\s*${NUMBER}\s*$`, "i");

/** Coordinates as people write and paste them: "39.9, 116.4", "39.9 N 116.4 E", "geo:39.9,116.4"; null for all else. */
export function parseCoordinates(text: string): Coordinates | null {
  const match = PAIR.exec(text);
  if (!match) return null;
  const [, first, first_side = "", second, second_side = ""] = match;
  const swapped = /[EW]/i.test(first_side) || /[NS]/i.test(second_side);
  if (swapped && (/[NS]/i.test(first_side) || /[EW]/i.test(second_side))) return null;
  const values = [signed(first!, first_side), signed(second!, second_side)];
  const [latitude, longitude] = swapped ? values.reverse() : values;
  const valid = Math.abs(latitude!) <= 90 && Math.abs(longitude!) <= 180;
  return valid ? { latitude: latitude!, longitude: longitude! } : null;
}

function signed(digits: string, side: string): number {
  const value = Number(digits);
  return /[SW]/i.test(side) ? -value : value;
}

export function roundedCoordinates({ latitude, longitude }: Coordinates): Coordinates {
  const round = (degrees: number): number => Number(degrees.toFixed(DECIMALS));
  return { latitude: round(latitude), longitude: round(longitude) };
}

/** For reading, as in 39.90420° N, 116.40740° E. */
export function coordinatesText({ latitude, longitude }: Coordinates): string {
  const degrees = (value: number, sides: string): string =>
    `${Math.abs(value).toFixed(5)}° ${sides[value < 0 ? 1 : 0]}`;
  return `${degrees(latitude, "NS")}, ${degrees(longitude, "EW")}`;
}
