import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { systemRandom } from "@feiliao/server/platform/random";
import { loadSecret } from "@feiliao/server/platform/secret";
import { audit, type Report } from "../audit/audit.ts";
import { dataFolder } from "../audit/open-data-folder.ts";
import type { Image } from "./disk.ts";
import type { Recorded } from "./recording.ts";
import type { Said } from "./said.ts";

/** Opens what a power cut left as the product does, and holds it against what had been said. */
export async function tryImage(
  image: Image,
  { data_folder, played, script }: Recorded,
  said: Said,
  target: string,
): Promise<Report> {
  writeImage(image, data_folder, target);
  const report: Report = { work: emptyWork, count: 0, findings: [] };
  try {
    if (said.anything && !keepsSecret(target, data_folder)) {
      report.findings.push({ rule: "D7", kind: "secret lost", detail: script.name });
    }
    const history = said.of(played.history);
    const files = history.sends.flatMap(({ blobs }) => blobs ?? []);
    const acknowledged = history.sends.some(({ outcome }) => outcome.type === "acknowledged");
    // Before anything was acknowledged there may be no conversation to read; opening is what is tried then.
    const { state, damage } = await dataFolder(target)(acknowledged ? played.readables : [], files);
    if (acknowledged) Object.assign(report, merged(report, audit(history, state)));
    report.findings.push(...damage);
  } catch (failure) {
    report.findings.push({ rule: "D20", kind: "does not open", detail: `${script.name}: ${failure}` });
  }
  return { ...report, count: Math.max(report.count, report.findings.length) };
}

const emptyWork: Report["work"] = {
  ...{ sends: 0, acknowledged: 0, rejected: 0, unknown: 0, entries: 0, delivered: 0 },
  ...{ devices: 0, reads: 0, receipts: 0, files: 0, notifications: 0, effects: 0 },
};

function merged(one: Report, other: Report): Report {
  return {
    work: other.work,
    count: one.count + other.count,
    findings: [...one.findings, ...other.findings],
  };
}

/** Tokens and codes are derived from the secret, so who was answered must find the same one. */
function keepsSecret(target: string, data_folder: string): boolean {
  loadSecret(join(target, "secret"), systemRandom);
  return readFileSync(join(target, "secret")).equals(readFileSync(join(data_folder, "secret")));
}

function writeImage({ files, folders }: Image, root: string, target: string): void {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const moved = (path: string) => target + path.slice(root.length);
  for (const folder of folders) mkdirSync(moved(folder), { recursive: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(moved(path)), { recursive: true });
    writeFileSync(moved(path), bytes);
  }
}
