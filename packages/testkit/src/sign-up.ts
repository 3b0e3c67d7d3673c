import type { Output } from "@feiliao/protocol";
import { post } from "./post.ts";
import { until } from "./until.ts";

/** Where virtual handsets are: a server, or the nodes of a cluster, any of which may have sent the SMS. */
export type Carriers = string | readonly string[];

/** What a virtual handset has received, the oldest first. */
export async function smsTo(carriers: Carriers, number: string): Promise<{ text: string; at: number }[]> {
  const urls = typeof carriers === "string" ? [carriers] : carriers;
  const boxes = await Promise.all(
    urls.map(async (url) => {
      const response = await fetch(`${url}/phones/${number}/messages`);
      return (await response.json()) as { text: string; at: number }[];
    }),
  );
  return boxes.flat().toSorted((a, b) => a.at - b.at);
}

/** The code of the newest SMS on a virtual handset, of those after the first `skipped`. */
export async function codeOn(carriers: Carriers, number: string, skipped = 0): Promise<string> {
  return until(`a code on ${number}`, async () => {
    const messages = (await smsTo(carriers, number)).slice(skipped);
    return messages.at(-1)?.text.match(/\d{6}/)?.[0];
  });
}

/** Asks for a code and reads it from the handset: this one, not one that came before. */
export async function requestCode(
  url: string,
  number: string,
  carriers: Carriers = url,
): Promise<{ verification_id: Output<"verification/start">["verification_id"]; code: string }> {
  const before = (await smsTo(carriers, number)).length;
  const { verification_id } = await post(url, "verification/start", { number });
  return { verification_id, code: await codeOn(carriers, number, before) };
}

/** Signs a device in with a number, by SMS like everybody. */
export async function signUp(
  url: string,
  number: string,
  device_name: string,
  carriers: Carriers = url,
): Promise<Output<"verification/check">> {
  const requested = await requestCode(url, number, carriers);
  return post(url, "verification/check", { ...requested, device_name });
}
