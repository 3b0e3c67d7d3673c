import type { Database } from "bun:sqlite";
import type { BlobId, UploadId } from "@feiliao/protocol";
import type { MediaStore, Upload } from "../media-store.ts";
import type { ConversationStates } from "./conversation-state.ts";
import type { Directory } from "./directory.ts";
import type { SqliteWriter } from "./writer.ts";

/** Who may refer to a blob, for writes that check it in their own transaction. */
export class MediaRows {
  readonly #granted;
  readonly #inConversation;
  readonly #add;
  readonly #release;
  readonly #remove;

  constructor(database: Database) {
    this.#granted = database.query<unknown, [number, string]>(
      "SELECT 1 FROM blob_grant WHERE account_no = ? AND blob_id = ?",
    );
    this.#inConversation = database.query<unknown, [number, string]>(
      "SELECT 1 FROM conversation_blob WHERE conversation_no = ? AND blob_id = ?",
    );
    this.#add = database.query<unknown, [number, string]>(
      `INSERT INTO conversation_blob (conversation_no, blob_id, refs) VALUES (?, ?, 1)
       ON CONFLICT DO UPDATE SET refs = refs + 1`,
    );
    this.#release = database.query<unknown, [number, string]>(
      "UPDATE conversation_blob SET refs = refs - 1 WHERE conversation_no = ? AND blob_id = ?",
    );
    this.#remove = database.query<unknown, [number, string]>(
      "DELETE FROM conversation_blob WHERE conversation_no = ? AND blob_id = ? AND refs <= 0",
    );
  }

  isGranted(account_no: number, blob_id: BlobId): boolean {
    return this.#granted.get(account_no, blob_id) !== null;
  }

  isInConversation(conversation_no: number, blob_id: BlobId): boolean {
    return this.#inConversation.get(conversation_no, blob_id) !== null;
  }

  /** One more entry shows it. */
  addToConversation(conversation_no: number, blob_id: BlobId): void {
    this.#add.run(conversation_no, blob_id);
  }

  /** An entry that showed it was erased. */
  releaseFromConversation(conversation_no: number, blob_id: BlobId): void {
    this.#release.run(conversation_no, blob_id);
    this.#remove.run(conversation_no, blob_id);
  }
}

interface Parts {
  database: Database;
  directory: Directory;
  media: MediaRows;
  states: ConversationStates;
}

export function sqliteMedia({ database, directory, media, states }: Parts, writer: SqliteWriter): MediaStore {
  const insert = database.query<unknown, [string, number, string, number]>(
    "INSERT OR IGNORE INTO upload (id, account_no, sha256, size) VALUES (?, ?, ?, ?)",
  );
  const same = database.query<{ id: UploadId }, [number, string, number]>(
    "SELECT id FROM upload WHERE account_no = ? AND sha256 = ? AND size = ?",
  );
  const byId = database.query<{ account_no: number; sha256: string; size: number }, [string]>(
    "SELECT account_no, sha256, size FROM upload WHERE id = ?",
  );
  const remove = database.query<unknown, [string]>("DELETE FROM upload WHERE id = ?");
  const grant = database.query<unknown, [number, string, number]>(
    "INSERT OR IGNORE INTO blob_grant VALUES (?, ?, ?)",
  );
  const used = database.query<{ bytes: number }, [number]>(
    "SELECT coalesce(sum(size), 0) AS bytes FROM blob_grant WHERE account_no = ?",
  );

  return {
    begin: (upload: Upload) =>
      writer.write(() => {
        const account_no = directory.accountNo(upload.account_id)!;
        insert.run(upload.upload_id, account_no, upload.sha256, upload.size);
        return { ...upload, upload_id: same.get(account_no, upload.sha256, upload.size)!.id };
      }),
    async upload(account_id, upload_id) {
      const row = byId.get(upload_id);
      if (!row || row.account_no !== directory.accountNo(account_id)) return null;
      return { upload_id, account_id, sha256: row.sha256, size: row.size };
    },
    discard: (upload_id) => writer.write(() => void remove.run(upload_id)),
    grant: (account_id, blob_id, size) =>
      writer.write(() => void grant.run(directory.accountNo(account_id)!, blob_id, size)),
    async used(account_id) {
      const account_no = directory.accountNo(account_id);
      return account_no === null ? 0 : used.get(account_no)!.bytes;
    },
    async granted(account_id, blob_id) {
      const account_no = directory.accountNo(account_id);
      return account_no !== null && media.isGranted(account_no, blob_id);
    },
    async inConversation(conversation_id, blob_id) {
      const state = states.get(conversation_id);
      if (!state) return false;
      if (media.isInConversation(state.no, blob_id)) return true;
      return [...state.members.values()].some((member) => member.picture === blob_id);
    },
  };
}
