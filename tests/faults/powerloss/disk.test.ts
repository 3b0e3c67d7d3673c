import { expect, test } from "bun:test";
import { Seeded } from "../harness/seeded.ts";
import { Disk } from "./disk.ts";
import type { DiskOperation } from "./disk-operation.ts";

const bytes = (text: string) => Buffer.from(text);

function diskAfter(operations: DiskOperation[], before: [string, string][] = []): Disk {
  const files = new Map(before.map(([path, text], file) => [path, { file, bytes: bytes(text) }]));
  const disk = new Disk("/data", files);
  for (const operation of operations) disk.apply(operation);
  return disk;
}

/** The files that could be there, over many power cuts. */
function outcomes(disk: Disk): Set<string> {
  const random = new Seeded(1);
  return new Set(
    Array.from({ length: 200 }, () =>
      [...disk.randomImage(random).files].map(([path, content]) => `${path}=${content}`).join(" "),
    ),
  );
}

const written: DiskOperation = { kind: "write", file: 0, offset: 0, bytes: bytes("new"), ended: 1 };

test("what was written and not synced is lost, or is there", () => {
  const disk = diskAfter([written], [["/data/a", "old"]]);
  expect(disk.strictImage().files.get("/data/a")).toEqual(bytes("old"));
  expect(outcomes(disk)).toEqual(new Set(["/data/a=old", "/data/a=new"]));
});

test("what was synced is there", () => {
  const disk = diskAfter([written, { kind: "sync", file: 0, began: 2 }], [["/data/a", "old"]]);
  expect(disk.strictImage().files.get("/data/a")).toEqual(bytes("new"));
  expect(outcomes(disk)).toEqual(new Set(["/data/a=new"]));
});

test("a sync does not cover a write that had not ended when it began", () => {
  const disk = diskAfter([written, { kind: "sync", file: 0, began: 0 }], [["/data/a", "old"]]);
  expect(disk.strictImage().files.get("/data/a")).toEqual(bytes("old"));
});

test("a new file is there only when its folder was synced, however often the file was", () => {
  const create: DiskOperation[] = [
    { kind: "name", path: "/data/a", place: 0, ended: 1 },
    written,
    { kind: "sync", file: 0, began: 2 },
  ];
  expect(diskAfter(create).strictImage().files.size).toBe(0);
  const named = diskAfter([...create, { kind: "sync_folder", path: "/data", began: 3 }]);
  expect(named.strictImage().files.get("/data/a")).toEqual(bytes("new"));
});

test("a file in a folder that is not durable is not there", () => {
  const disk = diskAfter([
    { kind: "name", path: "/data/b", place: "folder", ended: 1 },
    { kind: "name", path: "/data/b/a", place: 0, ended: 2 },
    { kind: "sync_folder", path: "/data/b", began: 3 },
  ]);
  expect(disk.strictImage().files.size).toBe(0);
});

test("a large write may be torn between sectors", () => {
  const large: DiskOperation = {
    kind: "write",
    file: 0,
    offset: 0,
    bytes: Buffer.alloc(1_024, "x"),
    ended: 1,
  };
  const disk = diskAfter([large], [["/data/a", "o".repeat(1_024)]]);
  const torn = [...outcomes(disk)].filter(
    (outcome) => outcome.includes("x") && outcome.includes("o".repeat(512)),
  );
  expect(torn.length).toBeGreaterThan(0);
});

test("a file that was removed is there until its folder was synced", () => {
  const remove: DiskOperation = { kind: "unname", path: "/data/a", place: 0, ended: 1 };
  expect(diskAfter([remove], [["/data/a", "old"]]).strictImage().files.size).toBe(1);
  const synced = diskAfter([remove, { kind: "sync_folder", path: "/data", began: 2 }], [["/data/a", "old"]]);
  expect(synced.strictImage().files.size).toBe(0);
});
