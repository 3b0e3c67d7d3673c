import { afterEach, describe, expect, test } from "bun:test";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import { RawEnd } from "../testing/raw-end.ts";
import { submitSm } from "../testing/smpp-pdus.ts";
import {
  account,
  carrier,
  closeAll,
  closeLater,
  connected,
  HANDSET,
  OURS,
  part,
  reportOf,
} from "../testing/smpp-stage.ts";
import { untilState } from "../testing/until-up.ts";
import { smppDialect } from "./dialect.ts";

afterEach(closeAll);

describe("a login", () => {
  test("that is accepted makes the client up, and the server names the session", async () => {
    const { server } = await connected();
    expect(server.sessions()).toMatchObject([{ system_id: "feiliao", sends: true, receives: true }]);
  });

  test.each([{ password: "wrong" }, { system_id: "stranger" }])("with %p is denied", async (options) => {
    const { server } = await carrier();
    const { client } = account(server, options);
    await untilState(client, "denied");
    expect(client.trouble).toMatch(/^smpp:0x0000000[ef]$/);
    expect(server.sessions()).toEqual([]);
    expect(await client.submit(part())).toMatchObject({ outcome: "refused", code: "local:not_connected" });
  });

  test("with a password that SMPP has no room for is refused by ourselves", async () => {
    const { server } = await carrier();
    expect(() => account(server, { password: "123456789" })).toThrow(RangeError);
  });

  test("may be one for each direction", async () => {
    const { server, client, reports, incoming } = await connected({}, { bind: "separate" });
    expect(
      server
        .sessions()
        .map(({ sends, receives }) => [sends, receives])
        .sort(),
    ).toEqual([
      [false, true],
      [true, false],
    ]);
    expect(await client.submit(part())).toMatchObject({ outcome: "accepted" });
    expect(await server.report("feiliao", reportOf("1"))).toBe(true);
    const hello = { coding: "ascii" as const, user_data: Buffer.from("hi"), has_header: false, at_ms: null };
    expect(await server.deliver("feiliao", { message_id: "", from: HANDSET, to: OURS, ...hello })).toBe(true);
    expect([reports.length, incoming.length]).toEqual([1, 1]);
  });

  test("SW12 that does not come ends the connection", async () => {
    const clock = new VirtualClock();
    const { server } = await carrier({ clock });
    const stranger = RawEnd.dial(server.port, smppDialect);
    stranger.send(submitSm(1));
    expect(await stranger.next("submit_sm_resp")).toMatchObject({ status: 0x04 });
    clock.advance(5000);
    await stranger.closed();
  });
});

test("an account of version 3.3 gets no optional parameters", async () => {
  const { server } = await carrier();
  const esme = RawEnd.dial(server.port, smppDialect);
  closeLater(async () => esme.cut());
  const login = { system_id: "feiliao", password: "secret12", system_type: "", addr_ton: 0, addr_npi: 0 };
  const bind = { ...login, interface_version: 0x33, address_range: "", sequence: 1, status: 0 };
  esme.send({ command: "bind_transceiver", ...bind });
  expect(await esme.next("bind_transceiver_resp")).toMatchObject({ status: 0, tlvs: [] });
  const reported = server.report("feiliao", reportOf("1f"));
  const { sequence, tlvs, short_message } = await esme.next("deliver_sm");
  expect(tlvs).toEqual([]);
  expect(Buffer.from(short_message).toString()).toStartWith("id:1f sub:001 dlvrd:001 submit date:2611221200");
  esme.send({ command: "deliver_sm_resp", sequence, status: 0, message_id: "", tlvs: [] });
  expect(await reported).toBe(true);
});
