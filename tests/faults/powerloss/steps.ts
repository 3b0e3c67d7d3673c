import { bytesIn, type Call, pathOf } from "../syscalls/trace.ts";
import type { DiskOperation, Step } from "./disk-operation.ts";

interface Open {
  file: number;
  appends: boolean;
  position: number;
}

/** An index that SQLite makes anew after a crash, and writes through a memory map. */
const REBUILT = /-shm$/;

/**
 * What the calls of a recording did to the files below a folder, and what they said to sockets.
 * @throws {Error} for a call that changes files in a way that is not understood here
 */
export class Steps {
  readonly #folder: string;
  /** Where names stood at this point of the recording, durable or not. */
  readonly #names: Map<string, number | "folder">;
  readonly #sizes = new Map<number, number>();
  readonly #open = new Map<number, Open>();
  #files: number;
  readonly steps: Step[] = [];

  /** `sizes`: of the files that were there before, by path. */
  constructor(folder: string, before: ReadonlyMap<string, { file: number; bytes: Buffer }>) {
    this.#folder = folder;
    this.#names = new Map([...before].map(([path, { file }]) => [path, file]));
    for (const { file, bytes } of before.values()) this.#sizes.set(file, bytes.length);
    this.#files = before.size;
  }

  take(call: Call): void {
    if (call.name === "sendto" || call.name === "sendmsg") {
      this.steps.push({ kind: "say", text: bytesIn(call.args.slice(1).join(", ")).toString("utf8") });
      return;
    }
    if (call.result < 0) return;
    if (call.args[0]?.startsWith('"') || call.args[0]?.startsWith("AT_FDCWD")) this.#takePath(call);
    else this.#takeDescriptor(call);
  }

  #takePath(call: Call): void {
    const paths = call.args
      .filter((argument) => argument.startsWith('"'))
      .map((argument) => bytesIn(argument).toString());
    const [path = "", target = ""] = paths;
    if (!this.#isOurs(path)) return;
    switch (call.name) {
      case "open":
      case "openat":
        this.#openFile(call, path);
        return;
      case "mkdir":
      case "mkdirat":
        this.#name(call, path, "folder");
        return;
      case "unlink":
      case "unlinkat":
        this.#unname(call, path);
        return;
      case "link":
      case "linkat":
        this.#name(call, target, this.#names.get(path)!);
        return;
      case "rename":
      case "renameat":
      case "renameat2": {
        const place = this.#names.get(path)!;
        this.#name(call, target, place);
        this.#unname(call, path);
        return;
      }
      default:
        throw new Error(`${call.name} of ${path} is not understood`);
    }
  }

  #takeDescriptor(call: Call): void {
    const [descriptor = ""] = call.args;
    const path = pathOf(descriptor)?.replace(/ \(deleted\)$/, "");
    if (!path || !(this.#isOurs(path) || path === this.#folder)) return;
    if (this.#names.get(path) === "folder" || path === this.#folder) {
      if (call.name === "fsync") this.#do({ kind: "sync_folder", path, began: call.began });
      return;
    }
    const open = this.#open.get(Number.parseInt(descriptor, 10))!;
    const { file } = open;
    switch (call.name) {
      case "fsync":
      case "fdatasync":
        this.#do({ kind: "sync", file, began: call.began });
        return;
      case "ftruncate":
        this.#sizes.set(file, Number(call.args[1]));
        this.#do({ kind: "truncate", file, size: Number(call.args[1]), ended: call.ended });
        return;
      case "pwrite64":
        this.#write(call, file, Number(call.args.at(-1)));
        return;
      case "write": {
        const offset = open.appends ? (this.#sizes.get(file) ?? 0) : open.position;
        open.position = offset + call.result;
        this.#write(call, file, offset);
        return;
      }
      default:
        throw new Error(`${call.name} on ${path} is not understood`);
    }
  }

  #openFile(call: Call, path: string): void {
    const flags = call.args.find((argument) => argument.includes("O_")) ?? "";
    const known = this.#names.get(path);
    if (known === "folder" || flags.includes("O_DIRECTORY")) return;
    const file = known ?? this.#files++;
    this.#open.set(call.result, { file, appends: flags.includes("O_APPEND"), position: 0 });
    if (known === undefined) this.#name(call, path, file);
    else if (flags.includes("O_TRUNC")) {
      this.#sizes.set(file, 0);
      this.#do({ kind: "truncate", file, size: 0, ended: call.ended });
    }
  }

  #write(call: Call, file: number, offset: number): void {
    const bytes = bytesIn(call.args.slice(1).join(", ")).subarray(0, call.result);
    this.#sizes.set(file, Math.max(this.#sizes.get(file) ?? 0, offset + bytes.length));
    this.#do({ kind: "write", file, offset, bytes, ended: call.ended });
  }

  #name(call: Call, path: string, place: number | "folder"): void {
    this.#names.set(path, place);
    this.#do({ kind: "name", path, place, ended: call.ended });
  }

  #unname(call: Call, path: string): void {
    const place = this.#names.get(path)!;
    this.#names.delete(path);
    this.#do({ kind: "unname", path, place, ended: call.ended });
  }

  #do(operation: DiskOperation): void {
    this.steps.push({ kind: "disk", operation });
  }

  #isOurs(path: string): boolean {
    return path.startsWith(`${this.#folder}/`) && !REBUILT.test(path);
  }
}
