import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { DeliveryReport, IncomingSms, Sms, SmsLink } from "./sms-link.ts";

/** A link that is up and the handsets at its far end, as the contract drives them. */
export interface SmsLinkFixture {
  link: SmsLink;
  /** E.164 numbers by what the carrier does with an SMS to them. */
  numbers: { reachable: string; refused: string; unanswered: string };
  /** Texts that have arrived on a handset, the oldest first. */
  arrived(number: string): string[];
  /** The handset writes to us. Resolves with whether the link acknowledged it to the carrier. */
  reply(number: string, text: string): Promise<boolean>;
  /** Lets the carrier finish everything that is under way, reports included. */
  settle(): Promise<void>;
}

/** What every SMS link does; see `sms-link.ts` for the wording of the guarantees. */
export function smsLinkContract(name: string, open: () => Promise<SmsLinkFixture>): void {
  describe(`SMS link: ${name}`, () => {
    let fixture: SmsLinkFixture;
    beforeEach(async () => {
      fixture = await open();
    });
    afterEach(() => fixture.link.close());

    test("an accepted SMS arrives once, signed, and is reported as delivered where there are reports", async () => {
      const { link, numbers, arrived, settle } = fixture;
      const reports: DeliveryReport[] = [];
      link.onReport(async (report) => void reports.push(report));
      const outcome = await link.send(sms(numbers.reachable, "Your code is 123456."));
      if (outcome.outcome !== "accepted") throw new Error(`not accepted but ${outcome.outcome}`);
      await settle();
      expect(arrived(numbers.reachable)).toEqual([expect.stringMatching(/^【.+】Your code is 123456\.$/)]);
      const delivered: DeliveryReport = {
        ...{ carrier_message_id: outcome.carrier_message_ids[0]!, to: numbers.reachable, state: "delivered" },
        ...{ reason: null, code: expect.any(String), at: expect.any(Number) },
      };
      expect(reports).toEqual(link.capabilities.reports ? [delivered] : []);
    });

    test("a refusal is certain: nothing arrives and nothing is reported", async () => {
      const { link, numbers, arrived, settle } = fixture;
      const reports: DeliveryReport[] = [];
      link.onReport(async (report) => void reports.push(report));
      expect(await link.send(sms(numbers.refused, "x"))).toMatchObject({ outcome: "refused" });
      await settle();
      expect(arrived(numbers.refused)).toEqual([]);
      expect(reports).toEqual([]);
    });

    test("after an unknown outcome the link does not try again", async () => {
      const { link, numbers, arrived, settle } = fixture;
      expect(await link.send(sms(numbers.unanswered, "x"))).toMatchObject({ outcome: "unknown" });
      await settle();
      expect(arrived(numbers.unanswered).length).toBeLessThanOrEqual(1);
    });

    test("SMS to one handset arrive in the order they were sent", async () => {
      const { link, numbers, arrived, settle } = fixture;
      for (const text of ["one", "two", "three"]) await link.send(sms(numbers.reachable, text));
      await settle();
      expect(arrived(numbers.reachable).map((text) => text.replace(/^【.+】/, ""))).toEqual([
        "one",
        "two",
        "three",
      ]);
    });

    test("a listener that has stopped hears no further reports", async () => {
      const { link, numbers, settle } = fixture;
      const reports: DeliveryReport[] = [];
      const stop = link.onReport(async (report) => void reports.push(report));
      stop();
      await link.send(sms(numbers.reachable, "x"));
      await settle();
      expect(reports).toEqual([]);
    });

    test("what a handset writes reaches the listener with its number, and is then acknowledged", async () => {
      const { link, numbers, reply } = fixture;
      const heard: IncomingSms[] = [];
      link.onIncoming(async (incoming) => void heard.push(incoming));
      expect(await reply(numbers.reachable, "退订")).toBe(true);
      expect(heard).toEqual([expect.objectContaining({ from: numbers.reachable, text: "退订" })]);
    });

    test("an incoming SMS is not acknowledged when the listener fails or nobody listens", async () => {
      const { link, numbers, reply } = fixture;
      expect(await reply(numbers.reachable, "anyone?")).toBe(false);
      link.onIncoming(() => Promise.reject(new Error("storage_failed")));
      expect(await reply(numbers.reachable, "hello")).toBe(false);
    });

    test("a long SMS arrives whole, and each of its parts is reported by its id, where there are reports", async () => {
      const { link, numbers, arrived, settle } = fixture;
      const reports: DeliveryReport[] = [];
      link.onReport(async (report) => void reports.push(report));
      const text = "一二三四五六七八九十".repeat(15);
      const outcome = await link.send(sms(numbers.reachable, text));
      if (outcome.outcome !== "accepted") throw new Error(`not accepted but ${outcome.outcome}`);
      await settle();
      expect(arrived(numbers.reachable).map((each) => each.replace(/^【.+】/, ""))).toEqual([text]);
      const reported = reports.map(({ carrier_message_id }) => carrier_message_id);
      const accepted = link.capabilities.reports ? outcome.carrier_message_ids : [];
      expect(reported.toSorted()).toEqual([...accepted].sort());
    });

    test("it is up until it is closed, and says so", async () => {
      const { link } = fixture;
      const states: string[] = [link.state];
      link.onState((state) => states.push(state));
      await link.close();
      expect(states).toEqual(["up", "closed"]);
      expect(link.state).toBe("closed");
    });

    test("a closed link refuses to send and calls no listener", async () => {
      const { link, numbers, settle } = fixture;
      const reports: DeliveryReport[] = [];
      link.onReport(async (report) => void reports.push(report));
      await link.send(sms(numbers.reachable, "before"));
      await link.close();
      const before = [...reports];
      await settle();
      expect(reports).toEqual(before);
      expect(await link.send(sms(numbers.reachable, "after"))).toEqual({
        outcome: "refused",
        refusal: "closed",
        code: expect.any(String),
      });
    });
  });
}

function sms(to: string, text: string): Sms {
  return { to, extension: "", template_id: "contract", parameters: {}, text, valid_ms: 60_000 };
}
