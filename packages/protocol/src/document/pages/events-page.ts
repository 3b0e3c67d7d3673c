import { EVENTS, type EventName } from "../../down.ts";
import { JSON_DEPTH_MAX, TEXT_FRAME_BYTES_MAX } from "../../up.ts";
import { NOW } from "../examples/cast.ts";
import { EVENT_EXAMPLES } from "../examples/events.ts";
import { EXAMPLES } from "../examples/examples.ts";
import { type Block, heading, json, list, type Page, paragraph } from "../page.ts";
import { operationLink, prose } from "../prose.ts";
import { messageTables } from "../schema/fields.ts";
import { bytesText } from "./bytes-text.ts";

export function eventsPage(): Page {
  return {
    slug: "events",
    title: "The socket and its events",
    part: "wire",
    blocks: [...frames(), ...(Object.keys(EVENTS) as EventName[]).flatMap(eventSection)],
  };
}

function frames(): Block[] {
  return [
    paragraph(
      "`/v1/socket` is a WebSocket (RFC 6455). Text frames are JSON: calls up, answers and events down. Binary frames are [voice](voice-frames#voice-frame).",
    ),
    heading(2, "A call and its answer", "socket-call"),
    paragraph(
      "`id` is yours: a number or a string that comes back with the answer. Answers may come in another order.",
    ),
    json({ id: 12, op: "message/send", input: EXAMPLES["message/send"].input }),
    paragraph("is answered by"),
    json({ id: 12, output: { epoch: 1, seq: 1, server_time: NOW } }),
    paragraph("or by one of the [errors](errors#all-errors):"),
    json({ id: 12, error: { code: "out_of_order", message: "…", expected: 4 } }),
    heading(2, "Opening", "socket-opening"),
    list(
      `Get a ticket with ${operationLink("session/ticket")} over HTTP; it is good for one socket.`,
      `Connect, and send ${operationLink("session/hello")} with it as the first frame. A socket that stays silent is closed after 5 seconds.`,
      "From the answer on, events come.",
      `Then catch up with ${operationLink("sync/pull")}, and drop what you have already had as an event: compare by \`seq\`.`,
    ),
    heading(2, "Limits", "socket-limits"),
    list(
      `A text frame has at most ${bytesText(TEXT_FRAME_BYTES_MAX)} and ${JSON_DEPTH_MAX} levels of nesting.`,
      "Fields and events you do not know are to be ignored: they are how the protocol grows.",
    ),
    heading(2, "Events", "events"),
    paragraph(
      `An event is a hint that something moved, and usually the news itself. It may come twice, and a broken socket may lose it; ${operationLink("sync/pull")} tells what is true. A device gets no \`entry\` event for what it wrote itself: it has the answer.`,
    ),
  ];
}

function eventSection(name: EventName): Block[] {
  return [
    heading(3, name, `event-${name}`),
    paragraph(prose(EVENTS[name].description ?? "")),
    ...messageTables(EVENTS[name]),
    json(EVENT_EXAMPLES[name]),
  ];
}
