import type { Output } from "@feiliao/protocol";
import { post } from "./post.ts";
import { until } from "./until.ts";

/** The newest sign-up code on a virtual handset. */
export async function codeOn(url: string, number: string): Promise<string> {
  return until(`a code on ${number}`, async () => {
    const messages = (await (await fetch(`${url}/phones/${number}/messages`)).json()) as {
      text: string;
      at: number;
    }[];
    const newest = messages.toSorted((a, b) => b.at - a.at)[0];
    return newest?.text.match(/\d{6}/)?.[0];
  });
}

/** Signs a device in with a number, by SMS like everybody. */
export async function signUp(
  url: string,
  number: string,
  device_name: string,
): Promise<Output<"verification/check">> {
  const { verification_id } = await post(url, "verification/start", { number });
  const code = await codeOn(url, number);
  return post(url, "verification/check", { verification_id, code, device_name });
}
