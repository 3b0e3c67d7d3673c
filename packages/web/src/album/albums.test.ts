import { expect, test } from "bun:test";
import type { MessageView } from "@feiliao/client";
import { albumPlaces, samePlace } from "./albums.ts";

const picture = (album_id?: string): MessageView =>
  ({ content: { type: "image", ...(album_id && { album_id }) } }) as MessageView;
const words = { content: { type: "text", text: "" } } as MessageView;
const nothing = () => false;

/** As in "first 3", "rest", "alone". */
function shown(messages: readonly MessageView[], breaks: (index: number) => boolean = nothing): string[] {
  return albumPlaces(messages, breaks).map((place) =>
    place.kind === "first" ? `first ${place.members.length}` : place.kind,
  );
}

test("pictures of one album that follow each other are one grid, drawn by the first", () => {
  expect(shown([picture("a"), picture("a"), picture("a"), picture("b"), picture("b")])).toEqual([
    "first 3",
    "rest",
    "rest",
    "first 2",
    "rest",
  ]);
  expect(shown([picture(), picture(), picture("a"), words, picture("a")])).toEqual([
    "alone",
    "alone",
    "alone",
    "alone",
    "alone",
  ]);
});

test("a grid has nine pictures at most, and ends where a line stands between two", () => {
  expect(shown(Array.from({ length: 11 }, () => picture("a"))).filter((place) => place !== "rest")).toEqual([
    "first 9",
    "first 2",
  ]);
  expect(shown([picture("a"), picture("a"), picture("a"), picture("a")], (index) => index === 2)).toEqual([
    "first 2",
    "rest",
    "first 2",
    "rest",
  ]);
});

test("a place is the same while its pictures are", () => {
  const messages = [picture("a"), picture("a")];
  const [first, rest] = albumPlaces(messages, nothing);
  expect(samePlace(first!, albumPlaces(messages, nothing)[0]!)).toBe(true);
  expect(samePlace(first!, albumPlaces([...messages, picture("a")], nothing)[0]!)).toBe(false);
  expect(samePlace(first!, rest!)).toBe(false);
});
