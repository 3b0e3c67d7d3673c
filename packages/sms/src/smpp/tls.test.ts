import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TemporaryFolder, temporaryFolder } from "@feiliao/testkit/servers/temporary-folder";
import { until } from "@feiliao/testkit/until";
import type { CarrierServer } from "../peer/server.ts";
import { systemClock, systemRandom } from "../session/clock.ts";
import { smppClient } from "./client.ts";
import { smppServer } from "./server.ts";

let folder: TemporaryFolder;
let cert: string;
let server: CarrierServer;

beforeAll(async () => {
  folder = temporaryFolder("smpp-tls");
  const [key_path, cert_path] = [join(folder.path, "key.pem"), join(folder.path, "cert.pem")];
  const subject = ["-subj", "/CN=smsc.example", "-addext", "subjectAltName=DNS:smsc.example"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const words = ["openssl", "req", "-x509", ...kind, ...subject, "-keyout", key_path, "-out", cert_path];
  if (!Bun.spawnSync(words).success) throw new Error("openssl made no certificate");
  cert = readFileSync(cert_path, "utf8");
  server = await smppServer({ port: 0, clock: systemClock, tls: { key: readFileSync(key_path), cert } });
  server.onLogin(() => ({ secret: "secret12" }));
});

afterAll(async () => {
  await server.close();
  folder.remove();
});

function dialled(ca: string | undefined, servername: string) {
  return smppClient({
    ...{ host: "127.0.0.1", port: server.port, system_id: "feiliao", password: "secret12" },
    ...{ clock: systemClock, random: systemRandom, dial: { first_ms: 10 } },
    tls: { servername, ...(ca && { ca }) },
  });
}

test("a session runs over TLS with a certificate that can be verified", async () => {
  const client = dialled(cert, "smsc.example");
  await until("the client is up", () => client.state === "up");
  expect(server.sessions()).toMatchObject([{ system_id: "feiliao" }]);
  await client.close();
});

test.each([
  ["nobody vouches for", undefined, "smsc.example"],
  ["is another's", "ours", "other.example"],
])("a carrier whose certificate %s is not logged in to", async (_title, ca, servername) => {
  const client = dialled(ca && cert, servername);
  const states: string[] = [];
  client.onState((state) => states.push(state));
  await until("three attempts", () => states.filter((state) => state === "down").length >= 3);
  expect(states).not.toContain("up");
  expect(client.trouble).toMatch(/certificate|altname|identity/i);
  await client.close();
});
