import { cmpp, sgip, smgp, smpp } from "./feiliao.ts";
import { npmSmpp } from "./npm-smpp.ts";
import type { SmsStack } from "./stack.ts";

export const STACKS = { smpp, cmpp, sgip, smgp, "npm-smpp": npmSmpp } as const satisfies Record<
  string,
  SmsStack
>;

export type StackName = keyof typeof STACKS;

/** Who sends to whom. The first is what ratios are taken of. */
export const PAIRS: readonly { client: StackName; server: StackName }[] = [
  { client: "npm-smpp", server: "npm-smpp" },
  { client: "smpp", server: "smpp" },
  { client: "smpp", server: "npm-smpp" },
  { client: "npm-smpp", server: "smpp" },
  { client: "cmpp", server: "cmpp" },
  { client: "sgip", server: "sgip" },
  { client: "smgp", server: "smgp" },
];
