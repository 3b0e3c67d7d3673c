import { closeSync, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FILLER = "filler";
const PIECE_BYTES = 64 * 1024;

/** A file system of a few megabytes that can be filled up and freed. */
export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @throws {Error} when nothing may be mounted here */
  static mount(folder: string, size_mib: number): SmallDisk {
    mkdirSync(folder, { recursive: true });
    run(["mount", "-t", "tmpfs", "-o", `size=${size_mib}m`, "tmpfs", folder]);
    return new SmallDisk(folder);
  }

  /** Takes every byte that is left. */
  fill(): void {
    const file = openSync(join(this.folder, FILLER), "a");
    try {
      for (const piece of [PIECE_BYTES, 512, 1]) writeUntilFull(file, Buffer.alloc(piece));
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(join(this.folder, FILLER), { force: true });
  }

  unmount(): void {
    run(["umount", this.folder]);
    rmdirSync(this.folder);
  }
}

/** Why nothing can be mounted here, or null. */
export function mountMissing(): string | null {
  const folder = mkdtempSync(join(tmpdir(), "feiliao-mount-"));
  try {
    SmallDisk.mount(folder, 1).unmount();
    return null;
  } catch {
    return "nothing may be mounted here";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeUntilFull(file: number, piece: Buffer): void {
  try {
    while (writeSync(file, piece) > 0);
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== "ENOSPC") throw failure;
  }
}

function run(command: string[]): void {
  const { exitCode, stderr } = Bun.spawnSync(command);
  if (exitCode !== 0) throw new Error(`${command[0]}: ${stderr.toString().trim()}`);
}
