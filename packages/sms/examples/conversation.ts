import { type CarrierClient, type CarrierServer, Reassembly, segment, whenUp } from "@feiliao/sms";

/** A text to a handset, what became of it, and what the handset's owner answers: the same over each protocol. */
export async function converse(client: CarrierClient, carrier: CarrierServer): Promise<void> {
  // The carrier takes every part, reports it as delivered, and lets the handset answer.
  carrier.onSubmit(async ({ message_id, from, to, report }, { system_id }) => {
    setImmediate(async () => {
      const delivered = { state: "delivered", code: "DELIVRD", reason: null } as const;
      if (report) await carrier.report(system_id, { message_id, to, ...delivered, at_ms: Date.now() });
      for (const part of segment("在呢", { gsm7: false, ref: 7 }))
        await carrier.deliver(system_id, { ...part, message_id, from: to, to: from, at_ms: Date.now() });
    });
    return { outcome: "accepted", message_id };
  });

  // The customer hears of both. The carrier is answered when the promise resolves, so keep first what you were told.
  const reported = new Promise((resolve) => client.onReport(async ({ state }) => resolve(state)));
  const reassembly = new Reassembly();
  const answered = new Promise((resolve) => {
    client.onIncoming(async (part) => {
      for (const { from, body } of reassembly.add(part, Date.now()))
        resolve(body.kind === "text" ? `${from}: ${body.text}` : `${from} sent ${body.bytes.length} bytes`);
    });
  });

  await whenUp(client);
  for (const part of segment("【飞聊】小飞：你好，在吗？", { gsm7: false, ref: 1 })) {
    const sms = { from: "1065500100", to: "8613800138000", segment: part, report: true };
    const outcome = await client.submit(sms);
    console.log(outcome.outcome); // accepted, refused (and why), or unknown: then do not send it again
  }
  console.log(await reported);
  console.log(await answered);
  await client.close();
  await carrier.close();
}
