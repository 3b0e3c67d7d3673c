import type { Mutant } from "../mutant.ts";

const REQUESTS = "packages/sms/src/session/requests.test.ts";
const PEER_REQUESTS = "packages/sms/src/session/peer-requests.test.ts";
const LINE = "packages/sms/src/session/line.test.ts";
const REPORTS = "packages/sms/src/smpp/reports.test.ts";
const LOGIN = "packages/sms/src/smpp/login.test.ts";

/** What sessions with carriers promise (packages/sms/SPEC.md). */
export const SMS_WIRE: readonly Mutant[] = [
  {
    id: "M130",
    rule: "SW2",
    breaks: "a malformed PDU is answered, and the session goes on with what follows it",
    edits: [{ file: "packages/sms/src/session/session.ts", text: 'this.#close("malformed");', instead: "" }],
    caught_by: { [PEER_REQUESTS]: ["SW2"] },
  },
  {
    id: "M131a",
    rule: "SW3",
    breaks: "what is unanswered when the line breaks never ends",
    edits: [
      {
        file: "packages/sms/src/session/session.ts",
        text: 'this.#pending.rejectAll("closed");',
        instead: "",
      },
    ],
    caught_by: { [REQUESTS]: ["SW3 end when the line breaks"] },
  },
  {
    id: "M131b",
    rule: "SW3",
    breaks: "what was sent and not answered is called unsent",
    edits: [
      {
        file: "packages/sms/src/session/pending.ts",
        text: 'entry.reject(new RequestFailed(failure, "unknown"));',
        instead: 'entry.reject(new RequestFailed(failure, "not_sent"));',
      },
    ],
    caught_by: { [REQUESTS]: ["SW3"] },
  },
  {
    id: "M132",
    rule: "SW4",
    breaks: "an answer makes no room in the window",
    edits: [
      {
        file: "packages/sms/src/session/window.ts",
        text: "if (next) next.start();",
        instead: "if (next) this.#queue.unshift(next);",
      },
    ],
    caught_by: { [REQUESTS]: ["SW4 beyond the window wait"] },
  },
  {
    id: "M133",
    rule: "SW5",
    breaks: "a peer that answers no heartbeat is asked for ever",
    edits: [
      {
        file: "packages/sms/src/session/idle-watch.ts",
        text: "else if (this.#asked === rule.misses_max) this.#actions.giveUp();",
        instead: "",
      },
    ],
    caught_by: { [LINE]: ["SW5 is asked whether it is there"] },
  },
  {
    id: "M134",
    rule: "SW8",
    breaks: "a session says goodbye before it has answered what it was asked",
    edits: [
      {
        file: "packages/sms/src/session/session.ts",
        text: "await Promise.all([this.#pending.none(), this.#decided()]);",
        instead: "await this.#pending.none();",
      },
    ],
    caught_by: { [LINE]: ["answers first what the peer had asked"] },
  },
  {
    id: "M135",
    rule: "SW10",
    breaks: "a report that comes before the answer of its submit is handed on before it",
    edits: [
      {
        file: "packages/sms/src/peer/early-reports.ts",
        text: "if (!this.#isReady(report)) await this.#hold(report);",
        instead: "",
      },
    ],
    caught_by: { [REPORTS]: ["SW10 comes after the answer"] },
  },
  {
    id: "M136",
    rule: "SW11",
    breaks: "a carrier hears that its report was taken before anybody has kept it",
    edits: [
      {
        file: "packages/sms/src/peer/dialled-client.ts",
        text: "await this.#report(await this.#reports.inOrder(received.report));",
        instead: "void this.#reports.inOrder(received.report).then(this.#report).catch(() => null);",
      },
    ],
    caught_by: { [REPORTS]: ["SW11"] },
  },
  {
    id: "M137",
    rule: "SW12",
    breaks: "a stranger may submit",
    edits: [
      {
        file: "packages/sms/src/peer/server-connection.ts",
        text: "this.#admission?.sends ? this.#role.submission(request) : null",
        instead: "this.#role.submission(request)",
      },
    ],
    caught_by: { [LOGIN]: ["SW12"] },
  },
];
