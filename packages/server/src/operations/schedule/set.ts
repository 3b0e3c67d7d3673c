import {
  SCHEDULED_AHEAD_MS_MAX,
  SCHEDULED_AHEAD_MS_MIN,
  SCHEDULED_MAX,
  type SendableContent,
} from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { refusal } from "../../conversation/can.ts";
import { blobsOf } from "../../store/append-rules.ts";
import type { Handler } from "../handler.ts";
import { keep } from "../keep.ts";
import { asWritten } from "../message/as-written.ts";
import { requireMadePreview } from "../message/require-made-preview.ts";
import type { Services } from "../services.ts";

type Parts = Pick<Services, "store" | "log" | "clock" | "doubts" | "previews">;

export function scheduleSet(services: Parts): Handler<"schedule/set"> {
  return async ({ scheduled_id, conversation_id, due_at, ...input }, { caller }) => {
    const { account_id } = caller;
    const content = asWritten(input.content);
    const { store, clock, doubts, previews } = services;
    requireMadePreview(previews, content);
    const ahead_ms = due_at - clock.now();
    if (ahead_ms < SCHEDULED_AHEAD_MS_MIN || ahead_ms > SCHEDULED_AHEAD_MS_MAX) {
      throw new FeiliaoError("schedule_range");
    }
    // Whether it may be sent is decided when it is; what cannot be sent now is better told at once.
    await requireWritable(services, conversation_id, account_id);
    await requireBlobs(services, account_id, content);
    const message = { ...caller, scheduled_id, conversation_id, content, due_at };
    await doubts.watch({ account_id }, store.scheduled.set(message, SCHEDULED_MAX));
    const kept = { conversation_id, content, due_at, failure: null };
    await keep(services, account_id, `scheduled ${scheduled_id}`, {
      type: "scheduled",
      scheduled_id,
      message: kept,
    });
    return {};
  };
}

async function requireWritable(
  { store, clock }: Parts,
  conversation_id: Parameters<Parts["store"]["conversations"]["standing"]>[0],
  account_id: Parameters<Parts["store"]["conversations"]["standing"]>[1],
): Promise<void> {
  const known = await store.conversations.standing(conversation_id, account_id);
  const facts = known && {
    kind: known.info.kind,
    settings: known.info.settings,
    membership: known.standing,
    now: clock.now(),
  };
  const refused = facts ? refusal("append", facts) : "not_found";
  if (refused) throw new FeiliaoError(refused);
}

async function requireBlobs(
  { store }: Parts,
  account_id: Parameters<Parts["store"]["media"]["granted"]>[0],
  content: SendableContent,
): Promise<void> {
  const granted = await Promise.all(
    blobsOf(content).map((blob_id) => store.media.granted(account_id, blob_id)),
  );
  if (granted.includes(false)) throw new FeiliaoError("media_missing");
}
