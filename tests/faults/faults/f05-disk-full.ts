import { join } from "node:path";
import type { UploadState } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { Device, until } from "@feiliao/testkit";
import type { Finding } from "../audit/finding.ts";
import { dataFolder } from "../audit/open-data-folder.ts";
import type { Fault } from "../harness/fault.ts";
import { NodeUnderTest } from "../harness/node-under-test.ts";
import { conclude } from "../harness/outcome.ts";
import { mountMissing, SmallDisk } from "../harness/small-disk.ts";
import { text } from "../workload/attempt.ts";
import { Town } from "../workload/town.ts";
import { sendPiece } from "../workload/upload.ts";

const DISK_MIB = 512;
/** Long messages, so that the space the database already has is soon used up. */
const MESSAGE_CHARACTERS = 7_000;
const FELT_MS_MAX = 30_000;
const PICTURE_BYTES = 200_000;
/** How long the disk stays full once that has been felt. */
const FULL_MS = 300;
const BETWEEN_MS = 1_000;
/** Within ten seconds of free space people can write again, without a restart. */
const RECOVERY_MS_MAX = 10_000;

export const diskFull: Fault = {
  id: "F05",
  title:
    "on a full disk everything is refused with a reason and can be read, and it goes on when there is space",
  rules: "D1, D2, D12, D15, D19",
  needs: "node",
  unit: "cycles",
  amount: { short: 3, run: 10, campaign: 50 },
  limit_ms: 120_000,
  unavailable: mountMissing,
  async run({ amount, folder }) {
    const disk = SmallDisk.mount(join(folder, "small disk"), DISK_MIB);
    try {
      return await fillAndFree(disk, amount);
    } finally {
      disk.unmount();
    }
  },
};

async function fillAndFree(disk: SmallDisk, cycles: number) {
  const options = { senders: 6, conversations: 4, followers: 2, apps: 1, pause_ms: 5, content: longText };
  const people = await Town.settle(disk.folder, options);
  const node = await NodeUnderTest.start(disk.folder);
  const town = await Town.arrive(node.url, people, options);
  const reader = new Device(node.url, people[0]!);
  const [conversation_id] = Object.values(people[0]!.conversations);
  const findings: Finding[] = [];
  const figures = { refused: 0, recovery_ms_max: 0 };
  const refused = () =>
    town.senders.reduce((sum, { refusals }) => sum + (refusals.get("storage_failed") ?? 0), 0);
  town.write();
  for (let cycle = 0; cycle < cycles; cycle++) {
    const upload = await beginUpload(reader, cycle);
    const before = refused();
    disk.fill();
    await until("the full disk to be felt", () => refused() > before, FELT_MS_MAX);
    await Bun.sleep(FULL_MS);
    await reader
      .post("conversation/read", { conversation_id: conversation_id! })
      .catch((failure) =>
        findings.push({ rule: "D5", kind: "not readable on a full disk", detail: `${failure}` }),
      );
    findings.push(...(await goOnWith(reader, upload)));
    const acknowledged = town.acknowledged;
    const freed_at = performance.now();
    disk.free();
    await until("people to write again", () => town.acknowledged > acknowledged, 3 * RECOVERY_MS_MAX).catch(
      () => {},
    );
    figures.recovery_ms_max = Math.max(figures.recovery_ms_max, Math.round(performance.now() - freed_at));
    await Bun.sleep(BETWEEN_MS);
  }
  if (figures.recovery_ms_max > RECOVERY_MS_MAX) {
    findings.push({ rule: "D19", kind: "slow to recover", detail: `${figures.recovery_ms_max} ms` });
  }
  await town.comeToRest();
  await town.leave();
  await node.stop();
  figures.refused = refused();
  const untyped = town.senders.reduce((sum, { refusals }) => sum + (refusals.get("internal") ?? 0), 0);
  if (untyped > 0)
    findings.push({ rule: "D15", kind: "refused without a reason", detail: `${untyped} sends` });
  return conclude(cycles, await town.audit(dataFolder(disk.folder)), { findings, figures });
}

const longText = (name: string) => text(name.padEnd(MESSAGE_CHARACTERS, " 你好"));

function beginUpload(device: Device, cycle: number): Promise<UploadState> {
  const sha256 = Buffer.alloc(32, cycle + 1).toString("base64url");
  return device.post("media/start", { sha256, size: PICTURE_BYTES });
}

/** An upload that finds no space is told so. */
async function goOnWith(device: Device, upload: UploadState): Promise<Finding[]> {
  try {
    await sendPiece(device, upload, new Uint8Array(PICTURE_BYTES));
    return [{ rule: "D15", kind: "an upload found space", detail: upload.upload_id }];
  } catch (failure) {
    if (failure instanceof FeiliaoError && failure.code === "storage_failed") return [];
    return [{ rule: "D15", kind: "an upload failed without a reason", detail: `${failure}` }];
  }
}
