import { isLoopback } from "../../../platform/loopback.ts";
import { anybody, type HandsetGuard, thisMachineOnly } from "./guard.ts";

export interface SimulatorCircumstances {
  /** The address the server listens on. */
  host: string;
  /** The carrier that is configured, or null. */
  sms: string | null;
  /** The address people use, when it is not the one the server listens on. */
  public_url: string | null;
  /** What the operator said: on, off, or nothing (null). */
  setting: boolean | null;
}

export type SimulatorPolicy = { on: false } | { on: true; guard: HandsetGuard; warning: string | null };

/**
 * Whether the carrier in a box runs, and who may see its handsets. Whoever sees them sees the sign-up codes and
 * can take any account, so without a setting they are only for this machine, and only while nobody else is
 * meant to use the server. The setting opens them to whoever reaches the server.
 */
export function simulatorPolicy({ host, sms, public_url, setting }: SimulatorCircumstances): SimulatorPolicy {
  if (setting === false) return { on: false };
  if (setting === true) return { on: true, guard: anybody, warning: WARNING };
  const private_use = isLoopback(host) && sms === null && public_url === null;
  return private_use ? { on: true, guard: thisMachineOnly, warning: null } : { on: false };
}

const WARNING =
  "The carrier simulator is switched on by a setting: everybody who can reach this server can open /phones, " +
  "read the sign-up codes there and sign in as any number. Use it for trials only.";
