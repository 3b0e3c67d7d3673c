import { fileURLToPath } from "node:url";
import { withSetting } from "../platform/config.ts";
import type { Logger } from "../platform/logger.ts";
import type { Blobs } from "./blobs.ts";
import { fileBlobs } from "./files.ts";

/** The blobs of FEILIAO_BLOBS; `folder` is for files of this node alone. @throws {SettingError} */
export async function openBlobs(setting: string | null, folder: string, logger: Logger): Promise<Blobs> {
  if (setting === null) return fileBlobs(folder);
  return withSetting("FEILIAO_BLOBS", async () => {
    if (setting.startsWith("file:")) return fileBlobs(fileURLToPath(setting));
    const { openS3Blobs } = await import("./s3/s3-blobs.ts");
    return openS3Blobs(setting, process.env, logger);
  });
}
