import type { Output } from "@feiliao/protocol";
import { post } from "./post.ts";
import { until } from "./until.ts";

/** What a virtual handset has received, the oldest first. */
export async function smsTo(url: string, number: string): Promise<{ text: string; at: number }[]> {
  const response = await fetch(`${url}/phones/${number}/messages`);
  const messages = (await response.json()) as { text: string; at: number }[];
  return messages.toSorted((a, b) => a.at - b.at);
}

/** The code of the newest SMS on a virtual handset, of those after the first `skipped`. */
export async function codeOn(url: string, number: string, skipped = 0): Promise<string> {
  return until(`a code on ${number}`, async () => {
    const messages = (await smsTo(url, number)).slice(skipped);
    return messages.at(-1)?.text.match(/\d{6}/)?.[0];
  });
}

/** Asks for a code and reads it from the handset: this one, not one that came before. */
export async function requestCode(
  url: string,
  number: string,
): Promise<{ verification_id: Output<"verification/start">["verification_id"]; code: string }> {
  const before = (await smsTo(url, number)).length;
  const { verification_id } = await post(url, "verification/start", { number });
  return { verification_id, code: await codeOn(url, number, before) };
}

/** Signs a device in with a number, by SMS like everybody. */
export async function signUp(
  url: string,
  number: string,
  device_name: string,
): Promise<Output<"verification/check">> {
  return post(url, "verification/check", { ...(await requestCode(url, number)), device_name });
}
