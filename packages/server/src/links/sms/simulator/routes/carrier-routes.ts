import { FeiliaoError } from "@feiliao/protocol/errors";
import { z } from "zod";
import { ACCESS_NUMBERS, ACCOUNTS, type AccountName } from "../carriers/account.ts";
import { CARRIER_IDS, type CarrierId, PROTOCOLS } from "../carriers/carrier.ts";
import { carrierChange } from "../carriers/carrier-settings.ts";
import type { Carriers } from "../carriers/carriers.ts";
import { readBody } from "../json-body.ts";
import type { WireCarriers } from "../wire/wire-carriers.ts";
import { changes, json, reads } from "./allow.ts";
import { billCsv } from "./bill-csv.ts";

const BILL_LINES_MAX = 200;

interface Parts {
  carriers: Carriers;
  /** Null: nobody can dial the carriers. */
  wire: WireCarriers | null;
}

/** `GET /carriers.json`: how each is reached and set, and what it charges. */
export function listCarriers({ carriers, wire }: Parts, request: Request): Response {
  reads(request);
  return json({ carriers: CARRIER_IDS.map((id) => describe(carriers, wire, id)) });
}

/**
 * One carrier, under `/carriers/<id>/`: `POST settings` changes those that its body has, `POST restart` ends every connection
 * and takes new ones a moment later, `POST dial_back` says where an account listens (SGIP), `GET bill.json` and `bill.csv`
 * list what it charges.
 */
export async function answerCarrier(parts: Parts, request: Request, path: string): Promise<Response> {
  const { carriers, wire } = parts;
  const [, id, resource, ...rest] = path.split("/");
  if (!isCarrier(id) || rest.length > 0) throw new FeiliaoError("not_found");
  switch (resource) {
    case "settings":
      changes(request);
      carriers.setCarrier(id, await readBody(request, carrierChange));
      return json(describe(carriers, wire, id));
    case "restart":
      changes(request);
      await wire?.restart(id);
      return json(describe(carriers, wire, id));
    case "dial_back": {
      changes(request);
      const { account, port } = await readBody(request, dialBack);
      wire?.setDialBack(account, port);
      return json(describe(carriers, wire, id));
    }
    case "bill.json":
      reads(request);
      return json(billPage(carriers, id, query(request)));
    case "bill.csv":
      reads(request);
      return billCsv(carriers, id, query(request).account);
    default:
      throw new FeiliaoError("not_found");
  }
}

const account = z.enum(ACCOUNTS);
const dialBack = z.object({ account, port: z.int().min(1).max(65_535) });
const billQuery = z.object({
  account: account.default("own"),
  /** The id of a line: those before it. */
  before: z.coerce.number().int().min(1).default(Number.MAX_SAFE_INTEGER),
});

function query(request: Request): z.infer<typeof billQuery> {
  const read = billQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!read.success) throw new FeiliaoError("bad_request");
  return read.data;
}

function billPage(carriers: Carriers, id: CarrierId, { account, before }: z.infer<typeof billQuery>) {
  return {
    sum: carriers.billSum(id, account),
    lines: carriers.bill(id, account, before, BILL_LINES_MAX),
  };
}

function describe(carriers: Carriers, wire: WireCarriers | null, id: CarrierId) {
  return {
    id,
    protocol: PROTOCOLS[id],
    ...{ settings: carriers.settings(id), port: wire?.port(id) ?? null, sessions: wire?.sessions(id) ?? [] },
    accounts: ACCOUNTS.map((name: AccountName) => ({
      ...{ name, number: ACCESS_NUMBERS[name], bill: carriers.billSum(id, name) },
      login: wire?.login(id, name) ?? null,
      dial_back_port: PROTOCOLS[id] === "sgip" ? (wire?.dialBack(name) ?? null) : null,
    })),
  };
}

function isCarrier(id: string | undefined): id is CarrierId {
  return CARRIER_IDS.some((known) => known === id);
}
