import type { Mutant } from "../mutant.ts";

const LINKS = "packages/server/src/links/sms";

/** Which link an SMS takes, who holds it, and what it says became of the SMS. */
export const SMS_LINKS: readonly Mutant[] = [
  {
    id: "M160",
    rule: "RT3",
    breaks: "a carrier that said not mine is asked again",
    edits: [
      {
        file: `${LINKS}/routing/candidates.ts`,
        text: "(carrier) => carrier === route.override || !said_no.has(carrier),",
        instead: "(carrier) => carrier === route.override || said_no.size >= 0 || carrier === null,",
      },
    ],
    caught_by: { [`${LINKS}/routing/candidates.test.ts`]: ["RT3"] },
  },
  {
    id: "M161",
    rule: "RT9",
    breaks: "what one carrier refused for the handset is sent over another one",
    edits: [
      {
        file: `${LINKS}/routing/route-error.ts`,
        text: 'blocked: "final",',
        instead: 'blocked: "try_another",',
      },
    ],
    caught_by: { [`${LINKS}/routing/breaker.test.ts`]: ["RT9"] },
  },
  {
    id: "M162",
    rule: "BR2",
    breaks: "after its pause, a breaker lets everything pass at once",
    edits: [
      {
        file: `${LINKS}/pool/held-link.ts`,
        text: 'const trial_only = this.#breaker.state === "open" ? 1 : Number.POSITIVE_INFINITY;',
        instead: "const trial_only = Number.POSITIVE_INFINITY;",
      },
    ],
    caught_by: { [`${LINKS}/pool/node-link-pool.test.ts`]: ["BR2"] },
  },
  {
    id: "M163",
    rule: "LP3",
    breaks: "a node that cannot beat keeps its links open",
    edits: [
      {
        file: `${LINKS}/pool/lease-keeper.ts`,
        text: "return this.#parts.clock.setTimeout(() => this.#lose(link_id), LEASE_MS);",
        instead: "return this.#parts.clock.setTimeout(() => this.#held.has(link_id), LEASE_MS);",
      },
    ],
    caught_by: { [`${LINKS}/pool/node-link-pool.test.ts`]: ["LP3"] },
  },
  {
    id: "M164",
    rule: "LP3",
    breaks: "a link is taken from a holder that has beaten since it was seen",
    edits: [
      {
        file: "packages/server/src/store/sqlite/link-leases.ts",
        text: "WHERE link_id = ? AND token = ? AND beat IS ? RETURNING token`,",
        instead: "WHERE link_id = ? AND token = ? AND (beat IS ? OR true) RETURNING token`,",
      },
    ],
    caught_by: { "packages/server/src/store/sqlite/sqlite-store.test.ts": ["D16 a link is taken"] },
  },
  {
    id: "M165",
    rule: "WL2",
    breaks: "a long SMS of which one part has no answer counts as accepted",
    edits: [
      {
        file: `${LINKS}/wire/wire-link.ts`,
        text: 'outcome: accepted.length === parts.length ? "accepted" : "unknown"',
        instead: 'outcome: accepted.length > 0 ? "accepted" : "unknown"',
      },
    ],
    caught_by: { [`${LINKS}/wire/wire-link.test.ts`]: ["WL2"] },
  },
  {
    id: "M166",
    rule: "WL5",
    breaks: "the last part of a long SMS is kept as handed over before the listener has taken it",
    edits: [
      {
        file: `${LINKS}/wire/long-sms.ts`,
        text: "      await this.#handOn(messages);\n      if (partial === before) return;\n      if (await partialSms.replace(key, kept, partial && row(partial))) return;",
        instead:
          "      if (partial === before) return;\n      if (!(await partialSms.replace(key, kept, partial && row(partial)))) continue;\n      return this.#handOn(messages);",
      },
    ],
    caught_by: { [`${LINKS}/wire/wire-link.test.ts`]: ["WL5"] },
  },
  {
    id: "M167",
    rule: "HT3",
    breaks:
      "a provider that fails in mid-request is taken to have refused, so that another one sends it, too",
    edits: [
      {
        file: `${LINKS}/http/provider-answer.ts`,
        text: "(status >= 500 && !named)) return uncertain;",
        instead: "(status >= 600 && !named)) return uncertain;",
      },
    ],
    caught_by: { [`${LINKS}/http/http-link.test.ts`]: ["HT3"] },
  },
  {
    id: "M168",
    rule: "HT7",
    breaks: "a webhook is believed whoever it comes from",
    edits: [
      {
        file: `${LINKS}/http/respond.ts`,
        text: "if (!settings.checks.every((check) => passes(check, call, secrets))) {",
        instead:
          "if (settings.checks.length === 0 && !settings.checks.some((check) => passes(check, call, secrets))) {",
      },
    ],
    caught_by: { "tests/scenarios/carriers.test.ts": ["CF6 nobody"] },
  },
  {
    id: "M169",
    rule: "HT6",
    breaks: "a webhook is answered before what it says is stored",
    edits: [
      {
        file: `${LINKS}/http/respond.ts`,
        text: "for (const report of reports) await listeners.report(report);",
        instead: "for (const report of reports) void listeners.report(report).catch(() => {});",
      },
    ],
    caught_by: { [`${LINKS}/http/http-link.test.ts`]: ["HT6"] },
  },
  {
    id: "M170",
    rule: "GL1",
    breaks: "an SMS whose outcome is unknown stays in the outbox, and is sent when the modem is back",
    edits: [
      {
        file: `${LINKS}/gammu/gammu-link.ts`,
        text: "await this.#spool.takeBack(name);",
        instead: "",
      },
    ],
    caught_by: { [`${LINKS}/gammu/gammu-link.test.ts`]: ["GL1"] },
  },
];
