import { describe, expect, test } from "bun:test";
import { anybody, thisMachineOnly } from "./guard.ts";
import { type SimulatorCircumstances, simulatorPolicy } from "./policy.ts";

const ALONE: SimulatorCircumstances = { host: "127.0.0.1", sms: null, public_url: null, setting: null };
const OFF = { on: false } as const;
const FOR_THIS_MACHINE = { on: true, guard: thisMachineOnly, warning: null } as const;
const FOR_ANYBODY = { on: true, guard: anybody, warning: expect.stringContaining("codes") } as const;

describe("the simulator is", () => {
  test.each<[string, Partial<SimulatorCircumstances>, object]>([
    ["on for this machine while the server is alone on it", {}, FOR_THIS_MACHINE],
    ["on for this machine on localhost", { host: "localhost" }, FOR_THIS_MACHINE],
    ["on for this machine on IPv6 loopback", { host: "::1" }, FOR_THIS_MACHINE],
    ["off when the server listens to the network", { host: "0.0.0.0" }, OFF],
    ["off when it listens to the network by IPv6", { host: "::" }, OFF],
    ["off on an address of the network", { host: "192.168.1.7" }, OFF],
    ["off when there is a carrier", { sms: "smpp" }, OFF],
    ["off when there is a public address", { public_url: "https://chat.example.org" }, OFF],
    ["off when the operator says so", { setting: false }, OFF],
    ["open, with a warning, when the operator says so", { setting: true }, FOR_ANYBODY],
    ["open on the network when the operator says so", { host: "0.0.0.0", setting: true }, FOR_ANYBODY],
    ["open beside a carrier when the operator says so", { sms: "smpp", setting: true }, FOR_ANYBODY],
  ])("%s", (_title, circumstances, policy) => {
    expect<object>(simulatorPolicy({ ...ALONE, ...circumstances })).toEqual(policy);
  });
});
