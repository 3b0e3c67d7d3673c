import { connect } from "node:net";
import type { Event } from "@feiliao/protocol";
import { VERSION } from "@feiliao/protocol/version";
import type { Device } from "@feiliao/testkit";

const HEAD_END = "\r\n\r\n";
const TEXT = 0x81;
const MASKED = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/** One more socket of a device, which after its hello does not read: TCP stops taking what the server sends. */
export async function stalledSocket(server_url: string, device: Device) {
  const { ticket } = await device.post("session/ticket", {});
  const { port } = new URL(server_url);
  const socket = connect(Number(port), "127.0.0.1");
  const events: Event[] = [];
  const hello = Promise.withResolvers<void>();
  let upgraded = false;
  let rest = Buffer.alloc(0);

  socket.on("data", (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    if (!upgraded && rest.includes(HEAD_END)) {
      rest = rest.subarray(rest.indexOf(HEAD_END) + HEAD_END.length);
      upgraded = true;
      const input = { ticket, version: VERSION, capabilities: [] };
      socket.write(textFrame(JSON.stringify({ id: "hello", op: "session/hello", input })));
    }
    for (let frame = upgraded && firstFrame(rest); frame; frame = firstFrame(rest)) {
      rest = rest.subarray(frame.end);
      if (frame.opcode !== TEXT) continue;
      const down = JSON.parse(frame.payload);
      if ("event" in down) events.push(down);
      else {
        socket.pause();
        hello.resolve();
      }
    }
  });
  socket.write(
    `GET /v1/socket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==${HEAD_END}`,
  );
  await hello.promise;
  return {
    /** Pushed so far, as far as they were read. */
    events: events as readonly Event[],
    read: () => socket.resume(),
    close: () => socket.destroy(),
  };
}

/** From a client, masked with zeros, which leave the text as it is (RFC 6455, section 5.3). */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.from([
    TEXT,
    MASKED | LENGTH_16,
    payload.length >> 8,
    payload.length & 0xff,
    0,
    0,
    0,
    0,
  ]);
  return Buffer.concat([header, payload]);
}

/** Null while it is incomplete. */
function firstFrame(bytes: Buffer): { opcode: number; payload: string; end: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes[1]!;
  const start = short < LENGTH_16 ? 2 : short < LENGTH_64 ? 4 : 10;
  if (bytes.length < start) return null;
  const long = () => (short === LENGTH_16 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2)));
  const end = start + (short < LENGTH_16 ? short : long());
  return bytes.length < end ? null : { opcode: bytes[0]!, payload: bytes.toString("utf8", start, end), end };
}
