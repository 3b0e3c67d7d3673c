import { afterEach, describe, expect, test } from "bun:test";
import { until } from "@feiliao/testkit/until";
import smpp, { type Fields, type Pdu, type Session } from "smpp";
import {
  ACCOUNT,
  HANDSET,
  incomingParts,
  LONG_TEXT,
  OURS,
  ourClient,
  ourSmsc,
  parts,
  textOf,
} from "./our-side.ts";

const endings: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const answerTo = (ask: (answered: (response: Pdu) => void) => void) => new Promise<Pdu>(ask);

describe("npm smpp as the ESME", () => {
  async function connected(login: Fields = ACCOUNT) {
    const smsc = await ourSmsc();
    endings.push(() => smsc.server.close());
    const session = await new Promise<Session>((resolve) => {
      const dialled: Session = smpp.connect({ host: "127.0.0.1", port: smsc.server.port }, () =>
        resolve(dialled),
      );
    });
    endings.push(() => session.destroy());
    const delivered: Pdu[] = [];
    session.on("deliver_sm", (pdu) => {
      delivered.push(pdu);
      session.send(pdu.response());
    });
    const bound = await answerTo((answered) => session.bind_transceiver(login, answered));
    return { ...smsc, session, bound, delivered };
  }

  test("logs in, submits, gets its report, asks whether we are there, and leaves", async () => {
    const { session, bound, submitted, delivered } = await connected();
    expect(bound.command_status).toBe(0);
    const response = await answerTo((answered) =>
      session.submit_sm(
        { source_addr: OURS, destination_addr: HANDSET, short_message: "Grüße 飞聊", registered_delivery: 1 },
        answered,
      ),
    );
    expect(response).toMatchObject({ command_status: 0, message_id: "1" });
    expect(submitted).toMatchObject([{ from: OURS, to: HANDSET, report: true, segment: { coding: "ucs2" } }]);
    expect(textOf(submitted)).toBe("Grüße 飞聊");
    const report = await until("the report", () => delivered[0]);
    expect(report).toMatchObject({ esm_class: 4, receipted_message_id: "1", message_state: 2 });
    expect(report.short_message.message).toContain("id:1 sub:001 dlvrd:001");
    const alive = await answerTo((answered) => session.enquire_link(answered));
    expect(alive).toMatchObject({ command: "enquire_link_resp", command_status: 0 });
    const left = await answerTo((answered) => session.unbind(answered));
    expect(left).toMatchObject({ command: "unbind_resp", command_status: 0 });
  });

  test("is denied with the wrong password", async () => {
    const { bound } = await connected({ ...ACCOUNT, password: "wrong" });
    expect(bound.command_status).toBe(0x0e);
  });

  test("gets what people send, in parts with their headers", async () => {
    const { server, delivered } = await connected();
    for (const part of incomingParts(LONG_TEXT)) {
      expect(await server.deliver(ACCOUNT.system_id, part)).toBe(true);
    }
    expect(delivered.map(({ short_message }) => short_message.message).join("")).toBe(LONG_TEXT);
    expect(
      delivered.map(({ short_message }) => [...([short_message.udh].flat()[0] as Uint8Array)].at(-1)),
    ).toEqual([1, 2, 3]);
  });

  test("may put a long text in message_payload", async () => {
    const { session, submitted } = await connected();
    const message_payload = { message: LONG_TEXT };
    await answerTo((answered) =>
      session.submit_sm({ destination_addr: HANDSET, data_coding: 8, message_payload }, answered),
    );
    expect(textOf(submitted)).toBe(LONG_TEXT);
  });
});

describe("npm smpp as the SMSC", () => {
  async function smsc(answer: (session: Session, pdu: Pdu) => void) {
    const received: Pdu[] = [];
    const server = smpp.createServer((session) => {
      session.on("pdu", (pdu) => {
        received.push(pdu);
        if (pdu.command === "submit_sm") answer(session, pdu);
        else if (!pdu.command.endsWith("_resp")) session.send(pdu.response());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    endings.push(() => server.close());
    return { port: server.address().port, received };
  }

  test("takes the parts of a long text, and its reports and messages come back", async () => {
    const { port, received } = await smsc((session, pdu) => {
      const id = `00${pdu.sequence_number}`;
      session.send(pdu.response({ message_id: id }));
      const text = `id:${id.slice(2)} sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:DELIVRD err:000 text:`;
      const from = { source_addr: pdu.destination_addr, destination_addr: pdu.source_addr };
      session.deliver_sm({ ...from, esm_class: 4, short_message: text }, () => undefined);
      session.deliver_sm({ ...from, short_message: "收到 😀" }, () => undefined);
    });
    const { client, reports, incoming } = await ourClient(port, { default_alphabet: "ascii" });
    endings.push(() => client.close());
    const outcomes = await Promise.all(parts(LONG_TEXT).map((part) => client.submit(part)));
    const ids = outcomes.map((outcome) => (outcome.outcome === "accepted" ? outcome.message_id : null));
    expect(new Set(ids).size).toBe(3);
    const submits = received.filter(({ command }) => command === "submit_sm");
    expect(submits.map(({ short_message }) => short_message.message).join("")).toBe(LONG_TEXT);
    await until("reports and messages", () => reports.length === 3 && incoming.length === 3);
    expect(reports.map(({ message_id }) => message_id)).toEqual(ids as string[]);
    expect(reports[0]).toMatchObject({ to: HANDSET, from: OURS, state: "delivered" });
    expect(textOf(incoming.slice(0, 1))).toBe("收到 😀");
  });

  test("says no in its own way", async () => {
    const { port } = await smsc((session, pdu) => session.send(pdu.response({ command_status: 0x58 })));
    const { client } = await ourClient(port);
    endings.push(() => client.close());
    expect(await client.submit(parts("hello")[0]!)).toMatchObject({
      outcome: "refused",
      refusal: "throttled",
    });
  });

  test("is asked whether it is there, and left with a goodbye", async () => {
    const { port, received } = await smsc(() => undefined);
    const { client } = await ourClient(port, {
      heartbeat: { after_ms: 20, answer_ms: 20, misses_max: 1000 },
    });
    const commands = () => received.map(({ command }) => command);
    await until("two heartbeats", () => commands().filter((each) => each === "enquire_link").length >= 2);
    expect(client.state).toBe("up");
    await client.close();
    expect(commands().at(-1)).toBe("unbind");
  });
});
