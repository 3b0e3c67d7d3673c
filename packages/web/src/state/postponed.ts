import type { SignInRequest } from "@feiliao/client";
import { createSignal } from "solid-js";
import { signInRequest } from "./client.ts";
import { read, write } from "./preferences.ts";

const KEY = "feiliao.sign_in_postponed";

const [postponed, setPostponed] = createSignal(read(KEY));

/** The device that is to be asked about at once; not one that was left for later here. */
export function requestToAskAbout(): SignInRequest | null {
  const request = signInRequest();
  return request?.link_id === postponed() ? null : request;
}

/** Not now: until it ends, it can be answered where the devices are. */
export function postpone({ link_id }: SignInRequest): void {
  write(KEY, link_id);
  setPostponed(link_id);
}
