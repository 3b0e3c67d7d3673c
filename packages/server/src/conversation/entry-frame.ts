import type { Appended, AppendIntent } from "../store/conversation-store.ts";

/**
 * The entry event for what was appended, as JSON (`entryEvent` of the contract). Written out around the text of the
 * content that the store has made, because making the objects first and then their text cost twice as much, a tenth
 * of a message; ids need no escape.
 */
export function entryFrame(intent: AppendIntent, appended: Appended): string {
  const { conversation_id, account_id, device_id, client_id } = intent;
  const { epoch, seq, server_time, content_json } = appended;
  const entry =
    `"seq":${seq},"sender":"${account_id}","device_id":"${device_id}","client_id":${JSON.stringify(client_id)},` +
    `"server_time":${server_time},"enc":0,"content":${content_json}`;
  return `{"event":"entry","conversation_id":"${conversation_id}","epoch":${epoch},"entry":{${entry}}}`;
}
