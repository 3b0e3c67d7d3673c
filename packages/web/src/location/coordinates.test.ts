import { expect, test } from "bun:test";
import fc from "fast-check";
import { coordinatesText, parseCoordinates, roundedCoordinates } from "./coordinates.ts";

const BEIJING = { latitude: 39.9042, longitude: 116.4074 };

test("coordinates are read however people write them", () => {
  for (const text of [
    "39.9042, 116.4074",
    "39.9042 116.4074",
    "39.9042，116.4074",
    "39.9042° N, 116.4074° E",
    "116.4074E 39.9042N",
    "geo:39.9042,116.4074",
    " +39.9042;116.4074 ",
  ])
    expect([text, parseCoordinates(text)]).toEqual([text, BEIJING]);
  expect(parseCoordinates("33.86 S, 151.21 E")).toEqual({ latitude: -33.86, longitude: 151.21 });
  expect(parseCoordinates("-33.86, -70.67")).toEqual({ latitude: -33.86, longitude: -70.67 });
});

test("what is no place on Earth is none", () => {
  for (const text of [
    "",
    "39.9",
    "91, 0",
    "0, 181",
    "a, b",
    "1,2,3",
    "39.9 N, 116.4 N",
    "116 E, 39 E",
    "1e9, 2",
  ])
    expect([text, parseCoordinates(text)]).toEqual([text, null]);
});

test("what is shown can be read again", () => {
  const place = fc.record({
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  });
  fc.assert(
    fc.property(place, (coordinates) => {
      const again = parseCoordinates(coordinatesText(coordinates))!;
      const near = (a: number, b: number) => Math.abs(a - b) <= 0.00001;
      return near(again.latitude, coordinates.latitude) && near(again.longitude, coordinates.longitude);
    }),
  );
  expect(roundedCoordinates({ latitude: 1.23456789, longitude: -0.1 })).toEqual({
    latitude: 1.234568,
    longitude: -0.1,
  });
});
