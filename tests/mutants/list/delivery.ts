import type { Mutant } from "../mutant.ts";

const NODES = "tests/scenarios/nodes.test.ts";
const NETWORKED = "packages/server/src/bus/nats/networked-bus.test.ts";

/** Who is pushed to, and who is told to pull (D8, D9, D18). */
export const DELIVERY: readonly Mutant[] = [
  {
    id: "M12",
    rule: "D9",
    breaks: "a socket that lagged is not told to pull when it has drained",
    edits: [
      {
        file: "packages/server/src/gateway/session.ts",
        text: '    this.#connection.send(\'{"event":"lagging"}\');\n',
        instead: "",
      },
    ],
    caught_by: { "tests/scenarios/gateway.test.ts": ["D9 a socket that did not read"] },
  },
  {
    id: "M16a",
    rule: "CV6",
    breaks: "a socket that was greeted is a receiver twice",
    edits: [
      {
        file: "packages/server/src/gateway/socket.ts",
        text: "receivers.add(connection.session);",
        instead: "receivers.add(connection.session);\n    receivers.add(connection.session);",
      },
    ],
    caught_by: { "tests/scenarios/conversation.test.ts": ["CV1 CV6"] },
  },
  {
    id: "M16b",
    rule: "CV18",
    breaks: "a screen that shows another conversation still attends the one before",
    edits: [
      {
        file: "packages/server/src/delivery/receivers.ts",
        text: "if (receiver.attending) this.#attending.remove(receiver.attending, receiver);",
        instead: "",
      },
    ],
    caught_by: { "tests/scenarios/conversation.test.ts": ["CV18"] },
  },
  {
    id: "M16c",
    rule: "CV6",
    breaks: "a socket that was closed stays a receiver",
    edits: [
      {
        file: "packages/server/src/gateway/socket.ts",
        text: "if (connection.session) this.#parts.receivers.remove(connection.session);",
        instead: "",
      },
    ],
    caught_by: { "tests/scenarios/gateway.test.ts": ["GW14"] },
  },
  {
    id: "M34",
    rule: "CV6",
    breaks: "the device that wrote a message is pushed it as well",
    edits: [
      {
        file: "packages/server/src/delivery/fan-out.ts",
        text: "if (receiver.id !== origin) receiver.push(frame);",
        instead: "receiver.push(frame);",
      },
    ],
    caught_by: { "tests/scenarios/conversation.test.ts": ["CV1 CV6"] },
  },
  {
    id: "M35",
    rule: "B3",
    breaks: "a gap is told to nobody",
    edits: [
      {
        file: "packages/server/src/bus/nats/gap-signal.ts",
        text: "    for (const listener of this.#listeners) listener();\n",
        instead: "",
      },
    ],
    caught_by: { [NETWORKED]: ["B1-B3"] },
  },
  {
    id: "M36",
    rule: "B3",
    breaks: "a jump in another node's count is not noticed",
    edits: [
      {
        file: "packages/server/src/bus/nats/publishers.ts",
        text: "missed: before > last };",
        instead: "missed: false };",
      },
    ],
    caught_by: { [NETWORKED]: ["B1-B3"] },
  },
  {
    id: "M37",
    rule: "B1",
    breaks: "what another node said is heard again when the network repeats it",
    edits: [
      {
        file: "packages/server/src/bus/nats/publishers.ts",
        text: 'fresh: kind === "messages" && counter > last,',
        instead: 'fresh: kind === "messages",',
      },
    ],
    caught_by: { [NETWORKED]: ["B1-B3"] },
  },
  {
    id: "M38",
    rule: "B5",
    breaks: "a node that falls silent is not missed",
    edits: [
      {
        file: "packages/server/src/bus/nats/publishers.ts",
        text: 'else if (phase === "present" && silence >= SILENT_AFTER_BEATS) silent = true;',
        instead: "",
      },
    ],
    caught_by: { [NETWORKED]: ["B5"] },
  },
  {
    id: "M39",
    rule: "D9",
    breaks: "a gap during a round over the sockets is not told to those who were told before",
    edits: [
      {
        file: "packages/server/src/delivery/gap-recovery.ts",
        text: 'else this.#phase = "telling_and_again";',
        instead: "",
      },
    ],
    caught_by: { [NODES]: ["D9 a gap that goes on"] },
  },
  {
    id: "M40",
    rule: "D15",
    breaks: "after a write with an unknown outcome nobody is told to pull",
    edits: [
      {
        file: "packages/server/src/conversation/conversation-log.ts",
        text: "      this.#doubts.note(intent, failure);\n",
        instead: "",
      },
    ],
    caught_by: { [NODES]: ["CV21 D9 D15"] },
  },
  {
    id: "M62",
    rule: "D9",
    breaks: "an entry whose audience cannot be read is told to nobody, and nobody is told to pull",
    edits: [
      {
        file: "packages/server/src/delivery/fan-out.ts",
        text: "          this.#gapRecovery.recover();\n",
        instead: "",
      },
    ],
    caught_by: { "packages/server/src/delivery/fan-out.test.ts": ["D9"] },
  },
  {
    id: "M41a",
    rule: "D18",
    breaks: "a node that missed a revocation does not look for it",
    edits: [
      {
        file: "packages/server/src/accounts/revocations.ts",
        text: "for (const identity of await accounts.revokedSince(since)) this.#onRevoked(identity);",
        instead: "await accounts.revokedSince(since);",
      },
    ],
    caught_by: { [NODES]: ["D18 a device that is signed out while the doorbell"] },
  },
  {
    id: "M41b",
    rule: "D18",
    breaks: "a device that is signed out during its hello gets in",
    edits: [
      {
        file: "packages/server/src/accounts/revocations.ts",
        text: "if (this.#recent.has(receiver.device_id)) end(receiver);",
        instead: "",
      },
    ],
    caught_by: { [NODES]: ["D18 a device that is signed out during its hello"] },
  },
  {
    id: "M42",
    rule: "AC14",
    breaks: "a ticket opens one socket at each node",
    edits: [
      {
        file: "packages/server/src/server.ts",
        text: "alone ? new UsesInMemory(clock) : new UsesInStore(clock, store.limits)",
        instead: "new UsesInMemory(clock)",
      },
    ],
    caught_by: { [NODES]: ["AC14"] },
  },
];
