import type { AccountId, BlobId, ConversationId, UploadId } from "@feiliao/protocol";

export interface Upload {
  upload_id: UploadId;
  account_id: AccountId;
  /** base64url of the announced SHA-256. */
  sha256: string;
  size: number;
}

/** Who uploaded what, and in which conversations it may be seen. The bytes are in the blob store. */
export interface MediaStore {
  /** One upload per account, hash and size: beginning it again continues it. */
  begin(upload: Upload): Promise<Upload>;
  upload(account_id: AccountId, upload_id: UploadId): Promise<Upload | null>;
  discard(upload_id: UploadId): Promise<void>;
  /** The account may refer to this blob from now on; `size` counts for its share, 0 for what it did not upload. */
  grant(account_id: AccountId, blob_id: BlobId, size: number): Promise<void>;
  /** Bytes that count for the account's share: the sizes of its grants. */
  used(account_id: AccountId): Promise<number>;
  granted(account_id: AccountId, blob_id: BlobId): Promise<boolean>;
  /** Whether the blob is in a message of the conversation, or the picture of a member. */
  inConversation(conversation_id: ConversationId, blob_id: BlobId): Promise<boolean>;
}
