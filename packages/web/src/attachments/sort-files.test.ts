import { expect, test } from "bun:test";
import { FILE_BYTES_MAX, sortFiles } from "./sort-files.ts";

const file = (type: string, size = 1) => ({ type, size });
const pictures = (count: number) => Array.from({ length: count }, () => file("image/jpeg"));

test("up to nine pictures are an album, more are several", () => {
  const sizes = (count: number) => sortFiles(pictures(count), false).albums.map(({ length }) => length);
  expect([sizes(0), sizes(1), sizes(9), sizes(10), sizes(20)]).toEqual([[], [1], [9], [9, 1], [9, 9, 2]]);
});

test("drawings, other films and everything else go as files, and everything does when nothing may change", () => {
  const chosen = ["image/png", "image/svg+xml", "video/mp4", "video/quicktime", "application/pdf", ""].map(
    (type) => file(type),
  );
  const sorted = sortFiles(chosen, false);
  expect(sorted.albums.flat().map(({ type }) => type)).toEqual(["image/png"]);
  expect(sorted.videos.map(({ type }) => type)).toEqual(["video/mp4"]);
  expect(sorted.files.map(({ type }) => type)).toEqual([
    "image/svg+xml",
    "video/quicktime",
    "application/pdf",
    "",
  ]);
  expect(sortFiles(chosen, true).files).toEqual(chosen);
});

test("what is empty or over 100 MiB is told apart and not sent", () => {
  const sorted = sortFiles(
    [file("a", 0), file("a", FILE_BYTES_MAX), file("image/png", FILE_BYTES_MAX + 1)],
    false,
  );
  expect([sorted.files.length, sorted.empty.length, sorted.too_large.length, sorted.albums.length]).toEqual([
    1, 1, 1, 0,
  ]);
});
