import type { UploadId } from "@feiliao/protocol";
import type { MediaStore, Upload } from "../media-store.ts";
import type { Database } from "./database.ts";
import { idOf, isId, uuidOf } from "./ids.ts";

type UploadRow = { upload_id: string; sha256: string; size: string };

export function postgresMedia(database: Database): MediaStore {
  async function exists(statement: string, id: string, blob_id: string): Promise<boolean> {
    const [row] = await database.query<{ exists: boolean }>(statement, uuidOf(id), blob_id);
    return row!.exists;
  }

  return {
    async begin(upload: Upload) {
      const [row] = await database.query<UploadRow>(
        `INSERT INTO upload (account_id, upload_id, sha256, size) VALUES ($1::uuid, $2::uuid, $3, $4::bigint)
         ON CONFLICT (account_id, sha256, size) DO UPDATE SET upload_id = upload.upload_id
         RETURNING upload_id, sha256, size`,
        uuidOf(upload.account_id),
        uuidOf(upload.upload_id),
        upload.sha256,
        String(upload.size),
      );
      return { ...upload, upload_id: idOf<UploadId>("upload", row!.upload_id) };
    },
    async upload(account_id, upload_id) {
      if (!isId(upload_id)) return null;
      const [row] = await database.query<UploadRow>(
        "SELECT upload_id, sha256, size FROM upload WHERE account_id = $1::uuid AND upload_id = $2::uuid",
        uuidOf(account_id),
        uuidOf(upload_id),
      );
      return row ? { upload_id, account_id, sha256: row.sha256, size: Number(row.size) } : null;
    },
    async discard(upload_id) {
      await database.query("DELETE FROM upload WHERE upload_id = $1::uuid", uuidOf(upload_id));
    },
    async grant(account_id, blob_id, size) {
      await database.query(
        "INSERT INTO blob_grant VALUES ($1::uuid, $2, $3::bigint) ON CONFLICT DO NOTHING",
        uuidOf(account_id),
        blob_id,
        String(size),
      );
    },
    async used(account_id) {
      const [row] = await database.query<{ bytes: string }>(
        "SELECT coalesce(sum(size), 0) AS bytes FROM blob_grant WHERE account_id = $1::uuid",
        uuidOf(account_id),
      );
      return Number(row!.bytes);
    },
    granted: (account_id, blob_id) =>
      exists(
        "SELECT EXISTS (SELECT FROM blob_grant WHERE account_id = $1::uuid AND blob_id = $2)",
        account_id,
        blob_id,
      ),
    inConversation: async (conversation_id, blob_id) =>
      isId(conversation_id) &&
      exists(
        `SELECT EXISTS (SELECT FROM conversation_blob WHERE conversation_id = $1::uuid AND blob_id = $2)
             OR EXISTS (SELECT FROM membership WHERE conversation_id = $1::uuid AND picture = $2) AS exists`,
        conversation_id,
        blob_id,
      ),
  };
}
