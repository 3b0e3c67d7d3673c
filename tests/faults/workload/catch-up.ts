import type { ConversationId, Entry } from "@feiliao/protocol";
import type { Device } from "@feiliao/testkit";
import { fingerprint, type Slice } from "../audit/history.ts";

const RETRY_AFTER_MS = 20;

/** Where a device stands: what it pulled so far, and the token that says so. */
export interface Standing {
  token: string;
  slices: Map<ConversationId, Slice>;
  /** Answers that came whole, and tries that broke off. */
  pages: number;
  broken: number;
}

/** A device that knows where every log ends now, and has none of it yet. */
export async function begin(device: Device): Promise<Standing> {
  const standing: Standing = { token: "", slices: new Map(), pages: 0, broken: 0 };
  for (let more = true; more; ) {
    const page = await device.post("sync/pull", { token: standing.token || null });
    for (const { conversation_id, epoch } of page.conversations) {
      const { account_id, device_id } = device;
      const slice: Slice = { device_id, account_id, conversation_id, epoch, received: [], caught_up: false };
      standing.slices.set(conversation_id, slice);
    }
    standing.token = page.token;
    more = page.more;
  }
  return standing;
}

/** Pulls page by page from there on, and the same page again after a line that broke, until there is no more. */
export async function catchUp(device: Device, standing: Standing): Promise<void> {
  for (let more = true; more; ) {
    const page = await device.post("sync/pull", { token: standing.token }).catch(() => null);
    if (!page) {
      standing.broken++;
      await Bun.sleep(RETRY_AFTER_MS);
      continue;
    }
    for (const { conversation_id, entries } of page.conversations) {
      standing.slices.get(conversation_id)!.received.push(...entries.map(receivedOf));
    }
    standing.token = page.token;
    standing.pages++;
    more = page.more;
  }
  for (const slice of standing.slices.values()) slice.caught_up = true;
}

function receivedOf({ seq, client_id, content }: Entry) {
  return { seq, client_id, content: fingerprint(content) };
}
