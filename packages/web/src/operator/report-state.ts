import { createSignal } from "solid-js";
import { fetchReport, Refused, type Report } from "./operator-api.ts";

const EVERY_MS = 5_000;

export type Access = "asking" | "sign_in" | "signed_in";

const [report, setReport] = createSignal<Report>();
const [access, setAccess] = createSignal<Access>("asking");
const [live, setLive] = createSignal(true);

export { access, live, report };

/** Asks for the report again and again while the page is looked at. */
export function watchReport(): void {
  const next = async () => {
    if (document.visibilityState === "visible" && access() !== "sign_in") await refresh();
    setTimeout(next, EVERY_MS);
  };
  void next();
}

export async function refresh(): Promise<void> {
  try {
    setReport(await fetchReport());
    setAccess("signed_in");
    setLive(true);
  } catch (failure) {
    if (failure instanceof Refused && failure.status === 401) setAccess("sign_in");
    else setLive(false);
  }
}
