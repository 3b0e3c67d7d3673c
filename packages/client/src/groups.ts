import type { AccountId, CallInput, ConversationId, Member, Output } from "@feiliao/protocol";
import type { Call } from "./call.ts";
import { newClientId } from "./client-id.ts";
import type { Media } from "./media.ts";
import { NoAnswerError } from "./no-answer.ts";
import type { Platform } from "./platform.ts";
import type { Sync } from "./sync/sync.ts";
import type { GroupChange, Groups, NewGroup } from "./types.ts";

/** Pauses before asking again after no answer came; the key stays, so that twice is once. */
const ASK_AGAIN_AFTER_MS = [500, 2_000];
const READERS_PER_PAGE = 500;

export interface GroupsParts {
  call: Call;
  media: Pick<Media, "keep" | "upload">;
  platform: Platform;
  sync: Pick<Sync, "pull">;
}

/**
 * What one does with groups and channels. Each is a call that is answered when it is done, and what it changed is in
 * the model then; none waits in the outbox.
 */
export class GroupCalls implements Groups {
  readonly #parts: GroupsParts;

  constructor(parts: GroupsParts) {
    this.#parts = parts;
  }

  async create({ kind, title, picture, account_ids }: NewGroup): Promise<Output<"group/create">> {
    const blob_id = picture && (await this.#upload(picture.bytes));
    return await this.#change("group/create", {
      ...{ client_id: this.#key(), kind, title, account_ids: [...account_ids] },
      ...(blob_id && { picture: blob_id }),
    });
  }

  async add(
    conversation_id: ConversationId,
    account_ids: readonly AccountId[],
  ): Promise<Output<"group/add">> {
    const input = { conversation_id, client_id: this.#key(), account_ids: [...account_ids] };
    return await this.#change("group/add", input);
  }

  async changeMembers(
    conversation_id: ConversationId,
    change: CallInput<"group/change">["change"],
    account_ids: readonly AccountId[],
    until?: number,
  ): Promise<void> {
    await this.#change("group/change", {
      ...{ conversation_id, client_id: this.#key(), change, account_ids: [...account_ids] },
      ...(until !== undefined && { until }),
    });
  }

  async set(conversation_id: ConversationId, { picture, ...change }: GroupChange): Promise<void> {
    const blob_id = picture && (await this.#upload(picture.bytes));
    await this.#change("group/set", {
      ...{ conversation_id, client_id: this.#key(), ...change },
      ...(picture !== undefined && { picture: blob_id ?? null }),
    });
  }

  async answer(conversation_id: ConversationId, accept: boolean): Promise<void> {
    await this.#change("group/answer", { conversation_id, client_id: this.#key(), accept });
  }

  async leave(conversation_id: ConversationId): Promise<void> {
    await this.#change("group/leave", { conversation_id, client_id: this.#key() });
  }

  async link(conversation_id: ConversationId, renew = false): Promise<Output<"group/link">> {
    return await this.#parts.call("group/link", { conversation_id, renew });
  }

  async revokeLink(conversation_id: ConversationId): Promise<void> {
    await this.#parts.call("group/revoke-link", { conversation_id });
  }

  async look(token: string): Promise<Output<"group/look">> {
    return await this.#parts.call("group/look", { token });
  }

  async join(token: string): Promise<Output<"group/join">> {
    return await this.#change("group/join", { token, client_id: this.#key() });
  }

  async members(conversation_id: ConversationId, state: Member["state"], after?: AccountId) {
    return await this.#parts.call("group/members", { conversation_id, state, after: after ?? null });
  }

  async readers(conversation_id: ConversationId, seq: number): Promise<Output<"message/readers">["readers"]> {
    const input = { conversation_id, seq, limit: READERS_PER_PAGE };
    const readers: Output<"message/readers">["readers"] = [];
    let after: AccountId | null = null;
    do {
      const page: Output<"message/readers"> = await this.#parts.call("message/readers", { ...input, after });
      readers.push(...page.readers);
      after = page.next;
    } while (after !== null);
    return readers;
  }

  async #upload(bytes: Uint8Array<ArrayBuffer>) {
    const blob_id = await this.#parts.media.keep(bytes);
    await this.#parts.media.upload(blob_id);
    return blob_id;
  }

  /** Does it, and waits until this device knows what came of it. */
  async #change<Name extends Changing>(name: Name, input: CallInput<Name>): Promise<Output<Name>> {
    const output = await this.#settled(name, input);
    await this.#parts.sync.pull();
    return output;
  }

  async #settled<Name extends Changing>(name: Name, input: CallInput<Name>): Promise<Output<Name>> {
    for (const pause_ms of ASK_AGAIN_AFTER_MS) {
      try {
        return await this.#parts.call(name, input);
      } catch (error) {
        if (!(error instanceof NoAnswerError)) throw error;
        await new Promise<void>((resolve) => this.#parts.platform.clock.setTimeout(resolve, pause_ms));
      }
    }
    return await this.#parts.call(name, input);
  }

  #key(): string {
    return newClientId(this.#parts.platform);
  }
}

type Changing =
  | "group/create"
  | "group/add"
  | "group/change"
  | "group/set"
  | "group/answer"
  | "group/leave"
  | "group/join";
