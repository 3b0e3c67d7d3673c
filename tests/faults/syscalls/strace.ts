import type { KillPoint } from "./kill-points.ts";

/** Wrappers that run a server under strace (1). With -D the server stays the child of whoever started it. */
const QUIET = ["strace", "-D", "-f", "-q"];

/** Every call by which a process changes files or says something to the outside. */
export const CHANGING_CALLS = [
  ...["write", "pwrite64", "writev", "pwritev", "pwritev2", "sendto", "sendmsg"],
  ...["fsync", "fdatasync", "sync_file_range", "ftruncate", "truncate", "fallocate"],
  ...["openat", "open", "creat", "mkdir", "mkdirat", "rmdir"],
  ...["unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"],
  ...["copy_file_range", "sendfile", "splice"],
] as const;

/** Writes every one of these calls, with all bytes, to a file. */
export function recording(file: string): string[] {
  const trace = `trace=${CHANGING_CALLS.join(",")}`;
  return [...QUIET, "--seccomp-bpf", "-y", "-xx", "-s", "8000000", "-o", file, "-e", trace];
}

/**
 * kill -9 as a thread of the process makes its `count`-th call of this kind, before the call takes effect. Without
 * --seccomp-bpf, which makes strace 6.1 inject nothing.
 */
export function killingAt({ syscall, count, path }: KillPoint): string[] {
  const inject = `inject=${syscall}:signal=SIGKILL:when=${count}`;
  const only = path === undefined ? [] : ["-P", path];
  return [...QUIET, "-o", "/dev/null", ...only, "-e", `trace=${syscall}`, "-e", inject];
}

/** Why strace cannot be used here, or null. */
export function straceMissing(): string | null {
  try {
    const { exitCode } = Bun.spawnSync(["strace", "-D", "-qq", "-o", "/dev/null", "true"]);
    return exitCode === 0 ? null : "strace may not trace here";
  } catch {
    return "strace is not installed";
  }
}
