import { OPERATIONS } from "../../operations.ts";
import { TEXT_FRAME_BYTES_MAX } from "../../up.ts";
import { VERSION, VERSION_OLDEST } from "../../version.ts";
import { type Block, heading, list, type Page, paragraph, table } from "../page.ts";
import { operationLink, prose } from "../prose.ts";
import { operationNames } from "./area-pages.ts";
import { bytesText } from "./bytes-text.ts";
import { terminalTour } from "./terminal-tour.ts";

export function indexPage(): Page {
  return {
    slug: "README",
    title: "The Feiliao protocol",
    part: "start",
    blocks: [
      paragraph(
        "Everything a client can do, it does with this protocol: the web app, the SDK and your own program use the same calls. You need no library to begin.",
      ),
      ...terminalTour(),
      ...rules(),
      heading(2, "Operations", "operations"),
      table(["Operation", "What it does"], operationNames.map(operationRow)),
      ...furtherPaths(),
    ],
  };
}

function rules(): Block[] {
  return [
    heading(2, "How it works", "how-it-works"),
    list(
      'Every operation is `POST /v1/<area>/<operation>` with a JSON body, and the same thing as a [frame](events#socket-call) on the socket `/v1/socket`. Over HTTP the answer is the output itself, with status 200, or `{"error": …}` with [another one](errors#by-status).',
      "`Authorization: Bearer <token>` says which device calls. Tokens are 256 random bits; the server keeps only their hash. A token never stands in a URL.",
      "An answer to a write means that it is on disk. When no answer came, make the same call again with the same `client_id`: it is carried out once.",
      "A conversation is a log. Its entries have the seqs 1, 2, 3 … without gaps, in one order for everybody; what you have of it is a range that only grows.",
      "An `epoch` stands beside every seq. It changes only when the server lost part of a log, as after restoring a backup; then read the log again.",
      "Times are milliseconds since 1970 on the server's clock, for people to read. Nothing is ordered by them.",
      "An id that is not yours and one that does not exist give the same answer: [`not_found`](errors#not_found).",
      `A body or text frame has at most ${bytesText(TEXT_FRAME_BYTES_MAX)}; files go [their own way](media#media-upload).`,
      `This is version ${VERSION}. ${VERSION === VERSION_OLDEST ? "It is the only one so far" : `Servers speak versions ${VERSION_OLDEST} to ${VERSION}`}. New optional fields, events and content types may appear within it: ignore what you do not know.`,
    ),
  ];
}

function operationRow(name: (typeof operationNames)[number]): string[] {
  const [sentence = ""] = OPERATIONS[name].doc.split(/(?<=\.) /);
  return [operationLink(name), prose(sentence)];
}

function furtherPaths(): Block[] {
  return [
    heading(2, "Other paths", "other-paths"),
    table(
      ["Path", "What it is"],
      [
        ["`GET /healthz`", "200 while the server can serve."],
        ["`GET /v1/server`", "The server's `version`, and whether its carrier `simulator` is on."],
        ["`/v1/socket`", "[The socket](events#socket-opening)."],
        ["`PATCH /v1/media/uploads/<upload_id>`", "[Sends](media#media-upload) the bytes of a file."],
        ["`GET /v1/media/<conversation_id>/<blob_id>`", "[Fetches](media#media-download) them."],
        ["`GET /v1/talks/<talk_id>/packets`", "[Fetches](talk#talk-packets) a voice message."],
        ["`GET /phones/<number>/messages`", "The SMS on a virtual handset, while the simulator is on."],
      ],
    ),
  ];
}
