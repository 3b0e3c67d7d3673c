import { execFileSync } from "node:child_process";

/** A WebM of three seconds, as a browser can play it. */
export function film(): Buffer {
  return execFileSync("ffmpeg", [
    ...["-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=10", "-t", "3"],
    ...["-c:v", "libvpx", "-b:v", "300k", "-f", "webm", "-"],
  ]);
}
