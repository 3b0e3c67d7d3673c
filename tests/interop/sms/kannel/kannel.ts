import { lookup } from "node:dns/promises";
import { readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { freePort } from "@feiliao/testkit/servers/free-port";
import { type Program, startProgram } from "@feiliao/testkit/servers/program";
import { temporaryFolder } from "@feiliao/testkit/servers/temporary-folder";
import { type KannelAccount, kannelConfiguration } from "./configuration.ts";

/** With everything in the log. */
const START_ARGUMENTS = ["-v", "0"];

/** What Kannel told us over HTTP: a message from a person, or the report of one that was sent through it. */
export interface Told {
  path: string;
  /** Decoded, and in the charset that it names. */
  query: Partial<Record<string, string>>;
}

export interface Kannel {
  told: Told[];
  /** Its HTTP interface for those who send. */
  sendsms_url: string;
  /** Sends a text through Kannel's HTTP interface, and asks for every report about it. */
  send(from: string, to: string, text: string, coding?: "gsm7" | "ucs2"): Promise<void>;
  stop(): Promise<void>;
}

interface KannelOptions {
  /** Takes what people send, recoded to UTF-8, in place of `told`. */
  get_url?: string;
}

export async function startKannel(
  smsc_port: number,
  account: KannelAccount,
  { get_url }: KannelOptions = {},
): Promise<Kannel> {
  const folder = temporaryFolder("kannel");
  const told: Told[] = [];
  const listener = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const { pathname, search } = new URL(request.url);
      told.push({ path: pathname, query: queryOf(search) });
      return new Response("");
    },
  });
  const ports = { admin: freePort(), smsbox: freePort(), sendsms: freePort() };
  const status = async () => {
    const page = await fetch(`http://127.0.0.1:${ports.admin}/status.txt?password=admin`).catch(() => null);
    return page ? await page.text() : "";
  };
  writeFileSync(
    join(folder.path, "kannel.conf"),
    kannelConfiguration({
      ...{ folder: folder.path, ports, smsc_port, account, recode: get_url !== undefined },
      get_url: get_url ?? `${listener.url}incoming?from=%p&to=%P&text=%b&charset=%C`,
    }),
  );
  const bearerbox = await start("bearerbox", folder.path, async () => (await status()) !== "");
  const sendsms_url = `http://127.0.0.1:${ports.sendsms}/cgi-bin/sendsms`;
  // It listens before it is connected, and a request between the two ends it. This thread is the last that it starts.
  const smsboxLog = () => readFileSync(join(folder.path, "smsbox.log"), "utf8");
  const smsbox = await start("smsbox", folder.path, async () => smsboxLog().includes("heartbeat_thread"));
  return {
    told,
    sendsms_url,
    async send(from, to, text, coding = "ucs2") {
      const query = new URLSearchParams({
        ...{
          username: "tester",
          password: "foobar",
          from,
          to,
          text,
          coding: coding === "gsm7" ? "0" : "2",
          charset: "UTF-8",
          smsc: "ours",
        },
        ...{ "dlr-mask": "31", "dlr-url": `${listener.url}report?type=%d&answer=%A` },
      });
      const answer = await fetch(`${sendsms_url}?${query}`);
      if (answer.status !== 202) throw new Error(`Kannel answers ${answer.status}: ${await answer.text()}`);
    },
    async stop() {
      await smsbox.kill();
      await bearerbox.kill();
      await listener.stop(true);
      folder.remove();
    },
  };
}

/** Kannel writes a text in its own charset, which makes a query of it that is not UTF-8. */
function queryOf(search: string): Told["query"] {
  const raw = search
    .slice(1)
    .split("&")
    .map((pair) => pair.split("=") as [string, string]);
  const charset = new Map(raw).get("charset") === "UTF-16BE" ? "utf-16be" : "utf-8";
  return Object.fromEntries(
    raw.map(([name, value]) => [
      name,
      new TextDecoder(name === "text" ? charset : "utf-8").decode(bytesOf(value)),
    ]),
  );
}

function bytesOf(urlencoded: string): Uint8Array {
  const latin1 = urlencoded
    .replaceAll("+", " ")
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin1, "latin1");
}

/** Kannel gives up where this machine's name has no address; there it runs under a name that has one. */
async function start(name: string, folder: string, answers: () => Promise<boolean>): Promise<Program> {
  const argv = [`/usr/sbin/${name}`, ...START_ARGUMENTS, "kannel.conf"] as const;
  const isNamed = await lookup(hostname()).then(
    () => true,
    () => false,
  );
  const renamed = [
    "/usr/bin/unshare",
    "--uts",
    "sh",
    "-c",
    `hostname localhost && exec ${argv.join(" ")}`,
  ] as const;
  return startProgram({ argv: isNamed ? argv : renamed, folder, name, answers });
}
