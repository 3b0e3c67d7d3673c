import { createCachedClient, type FeiliaoClient } from "@feiliao/client";
import { indexedDbCache } from "@feiliao/client/indexeddb";
import type { Challenge } from "@feiliao/protocol";
import { createSignal } from "solid-js";
import { t } from "../i18n/language.ts";
import { showToast } from "../ui/toast.tsx";

declare global {
  interface Window {
    /** For the browser tests, and for the curious at the console. */
    __feiliao?: { client: FeiliaoClient };
  }
}

/** The one client of the page; `openClient` sets it before anything is drawn. */
export let client: FeiliaoClient;

const [session, setSession] = createSignal<FeiliaoClient["session"]>({ phase: "loading" });
const [profile, setProfile] = createSignal<FeiliaoClient["profile"]>(null);
const [conversations, setConversations] = createSignal<FeiliaoClient["conversations"]>([]);

const [signInRequest, setSignInRequest] = createSignal<FeiliaoClient["signInRequest"]>(null);

/** Changes whenever favourites or scheduled messages do; what they are is with the client. */
const [kept, setKept] = createSignal(0);

export { conversations, kept, profile, session, signInRequest };

const sha256 = async (file: Blob): Promise<Uint8Array> => (await import("../files/hash.ts")).hashFile(file);
const solve = async (challenge: Challenge): Promise<string> =>
  (await import("../proof-of-work/solve.ts")).solveInWorker(challenge);

/** It was decided elsewhere, or given up. */
export const forgetSignInRequest = (): void => void setSignInRequest(null);

/** Opens what is kept on this device, with the server or without. */
export async function openClient(): Promise<void> {
  // Without storage (some private windows) everything lasts as long as the page.
  const cache = await indexedDbCache("feiliao").catch(async () =>
    (await import("@feiliao/client/memory")).memoryCache(),
  );
  client = createCachedClient({ url: location.origin, cache, sha256, solve });
  window.__feiliao = { client };
  client.on((event) => {
    if (event.type === "session") setSession({ ...client.session });
    if (event.type === "profile") setProfile(client.profile && { ...client.profile });
    if (event.type === "conversation") refreshConversations();
    if (event.type === "kept") setKept(kept() + 1);
    if (event.type === "sign_in_request") setSignInRequest(client.signInRequest);
    if (event.type === "change_refused") showToast(t().error[event.reason]);
  });
  await client.start();
  setSession({ ...client.session });
  setProfile(client.profile);
  setSignInRequest(client.signInRequest);
  setConversations([...client.conversations]);
  reconnectWhenBack();
}

let refreshing = false;
/** A page of synchronisation changes many conversations; the list is drawn once for all of them. */
function refreshConversations(): void {
  if (refreshing) return;
  refreshing = true;
  queueMicrotask(() => {
    refreshing = false;
    setConversations([...client.conversations]);
  });
}

function reconnectWhenBack(): void {
  window.addEventListener("online", () => client.reconnect());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") client.reconnect();
  });
}
