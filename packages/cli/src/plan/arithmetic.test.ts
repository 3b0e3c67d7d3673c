import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { planOf } from "./arithmetic.ts";
import { readAssumptions } from "./assumptions.ts";

/** Round numbers, so that each result can be worked out by hand. */
const ROUND = {
  users: "86400",
  active: "50%",
  online: "50%",
  devices: "2",
  "messages-per-day": "20",
  peak: "2",
  "group-share": "0",
  receipts: "1",
  "voice-seconds-per-day": "0",
  "pictures-per-day": "0",
};

const plan = (options: Record<string, string>) => planOf(readAssumptions(options));

describe("the load of 86,400 people, by hand", () => {
  test("43,200 active people who send 20 messages a day send 10 a second, 20 at a peak of twice the mean", () => {
    const { load } = plan(ROUND);
    expect(load.messages_per_day).toBe(864_000);
    expect(load.messages_per_s).toBe(20);
  });

  test("half of the active with two devices each are 43,200 connections", () => {
    expect(plan(ROUND).load.connections).toBe(43_200);
  });

  test("a direct message is pushed to the recipient's share of devices and to the sender's other one", () => {
    expect(plan(ROUND).load.deliveries_per_s).toBe(20 * (0.5 * 2 + 1));
  });

  test("a message to a group of 11 has ten recipients, each with receipts of their own", () => {
    const { load } = plan({ ...ROUND, "group-share": "100%", "group-size": "11", "group-receipts": "0.5" });
    expect(load.deliveries_per_s).toBe(20 * (10 * 0.5 * 2 + 1));
    expect(load.receipts_per_s).toBe(20 * 10 * 0.5);
    expect(load.receipt_deliveries_per_s).toBe(20 * 10 * 0.5 * (10 * 0.5 * 2 + 1));
  });

  test("people who speak 100 s a day are 100 talkers at once with 50 packets of 20 ms a second each", () => {
    const { load } = plan({ ...ROUND, "voice-seconds-per-day": "100", "voice-live": "10%" });
    expect(load.talkers).toBeCloseTo(100, 9);
    expect(load.voice_packets_in_per_s).toBeCloseTo(5_000, 9);
    expect(load.voice_packets_out_per_s).toBeCloseTo(500, 9);
    expect(load.voice_bytes_per_day).toBe(43_200 * 100 * 3_000);
  });

  test("SMS cost what they cost where they go", () => {
    const sms = { "sms-per-user": "2", "sms-price": "0.05", "sms-price-abroad": "0.5", abroad: "8640" };
    const { load } = plan({ ...ROUND, ...sms });
    expect(load.sms_per_month).toBe(172_800);
    expect(load.sms_money_per_month).toBeCloseTo(172_800 * (0.9 * 0.05 + 0.1 * 0.5), 6);
  });
});

describe("what it takes", () => {
  test("messages kept twice as long take twice the log", () => {
    const log = (days: string) => {
      const kept = { ...ROUND, "retention-days": days, conversations: "0" };
      return plan(kept).needs.embedded_bytes - 86_400 * 2_000;
    };
    expect(log("10")).toBe(864_000 * 10 * 241);
    expect(log("20")).toBe(2 * log("10"));
  });

  test("sockets beyond one process's limit make processes, and disk beyond one machine's makes shards", () => {
    expect(plan({ ...ROUND, "sockets-max": "10k" }).needs.gateway_processes).toBe(5);
    const { needs } = plan({ ...ROUND, "database-disk": "100GB", copies: "3" });
    expect(needs.shards).toBe(Math.ceil(needs.database_bytes / 100e9));
    expect(needs.database_machines).toBe(needs.shards * 3);
  });

  test("people abroad have regions of their own", () => {
    const regions = (abroad: string) => plan({ users: "300M", abroad, "region-users": "30M" }).needs.regions;
    expect(["0", "1", "30M", "70M"].map(regions)).toEqual([1, 2, 2, 4]);
  });

  test("the form grows with the users: embedded, one primary, shards", () => {
    const form = (users: string) => plan({ users }).form;
    expect([form("1000"), form("1M"), form("300M")]).toEqual(["embedded", "primary", "sharded"]);
  });

  test("the ceiling that breaks first stands in front, and at its number of users it is used up", () => {
    const { ceilings } = plan({ users: "10M" });
    expect(ceilings.map(({ used }) => used)).toEqual(ceilings.map(({ used }) => used).sort((a, b) => b - a));
    const disk = ceilings.find(({ name }) => name === "disk for the database")!;
    const again = plan({ users: String(Math.round(disk.users_max)) }).ceilings;
    expect(again.find(({ name }) => name === disk.name)!.used).toBeCloseTo(1, 4);
  });

  test("nothing that is needed shrinks when users are added, and everything is a finite number", () => {
    const users = fc.integer({ min: 1, max: 2_000_000_000 });
    fc.assert(
      fc.property(users, users, (one, other) => {
        const [few, many] = [Math.min(one, other), Math.max(one, other)].map((n) => {
          const { load, needs } = plan({ users: String(n) });
          return Object.entries<number>({ ...load, ...needs });
        });
        // With a second cell each process hears less of its bus.
        const grows = few!.filter(([name]) => !name.startsWith("bus_"));
        const shrunk = grows.filter(([name, value]) => {
          const grown = new Map(many).get(name)!;
          return !(value <= grown) || !Number.isFinite(grown);
        });
        expect(shrunk).toEqual([]);
      }),
    );
  });
});

test("an assumption that cannot be is refused and named", () => {
  for (const [option, value] of [
    ["users", "0"],
    ["active", "140%"],
    ["abroad", "2M"],
    ["headroom", "0"],
    ["peak", "0.5"],
  ] as const) {
    expect(() => readAssumptions({ [option]: value })).toThrow(`--${option}`);
  }
});
