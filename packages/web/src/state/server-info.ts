import { createSignal } from "solid-js";

export interface ServerInfo {
  version: string;
  /** True when the built-in carrier simulator is on, so that codes arrive at /phones. */
  simulator: boolean;
  /** The domain whose pages can use passkeys. */
  passkeys: string;
}

const [serverInfo, setServerInfo] = createSignal<ServerInfo>();

export { serverInfo };

/** Asks once; offline it stays unknown, and what depends on it stays hidden. */
export async function loadServerInfo(): Promise<void> {
  if (serverInfo()) return;
  const response = await fetch("/v1/server").catch(() => undefined);
  if (response?.ok) setServerInfo((await response.json()) as ServerInfo);
}
