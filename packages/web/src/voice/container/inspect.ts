import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** For tests: what a command prints about a file with these bytes; its path is put after the arguments. */
export async function inspect(bytes: Uint8Array, command: string, ...args: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "feiliao-container-"));
  try {
    const file = join(folder, "clip");
    await writeFile(file, bytes);
    const { stdout, stderr } = await promisify(execFile)(command, [...args, file]);
    return stdout + stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Probed {
  format_name: string;
  duration_s: number;
  codec: string;
  complaints: string;
}

/** For tests: what ffprobe makes of it after decoding everything. */
export async function probe(bytes: Uint8Array): Promise<Probed> {
  const shown = ["-show_entries", "format=format_name,duration:stream=codec_name", "-of", "json"];
  const printed = await inspect(bytes, "ffprobe", "-v", "error", ...shown);
  const start = printed.indexOf("{");
  const end = printed.lastIndexOf("}") + 1;
  const { format, streams } = JSON.parse(printed.slice(start, end));
  return {
    format_name: format.format_name,
    duration_s: Number(format.duration),
    codec: streams[0].codec_name,
    complaints: printed.slice(0, start) + printed.slice(end).trim(),
  };
}
