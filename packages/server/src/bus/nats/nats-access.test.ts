import { afterAll, expect, test } from "bun:test";
import { type Nats, startNats } from "@feiliao/testkit/servers/nats";
import { temporaryFolder } from "@feiliao/testkit/servers/temporary-folder";
import { until } from "@feiliao/testkit/until";
import { systemClock } from "../../platform/clock.ts";
import { jsonLogger } from "../../platform/logger.ts";
import { systemRandom } from "../../platform/random.ts";
import { frames, listenTo } from "../bus.contract.ts";
import { SERVICE_BYTES } from "./envelope.ts";
import { natsBus } from "./nats-bus.ts";

const folder = temporaryFolder("nats-tls");
const servers: Nats[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  folder.remove();
});

async function serverWith(...options: string[]): Promise<string> {
  const server = await startNats(...options);
  servers.push(server);
  return server.url.replace("nats://", "");
}

const logged: string[] = [];
const open = (url: string) =>
  natsBus(url, {
    service: new Uint8Array(SERVICE_BYTES),
    clock: systemClock,
    random: systemRandom,
    logger: jsonLogger(systemClock, (line) => logged.push(line)),
  });

/** Whether two nodes with this URL hear each other. */
async function connects(url: string): Promise<void> {
  const [near, far] = [await open(url), await open(url)];
  const { heard } = listenTo(far);
  await until("the other node", () => {
    near.publish(frames(1)[0]!);
    return heard.length > 0;
  });
  await Promise.all([near.close(), far.close()]);
}

test("a server with a password takes those who have it", async () => {
  const address = await serverWith("--user", "feiliao", "--pass", "p@ss word");
  await connects(`nats://feiliao:${encodeURIComponent("p@ss word")}@${address}`);
});

test("without the right password the node starts, is told of gaps and says so, and the password is in no log", async () => {
  const address = await serverWith("--user", "feiliao", "--pass", "right");
  logged.length = 0;
  const bus = await open(`nats://feiliao:wr0ng@${address}`);
  const { gaps } = listenTo(bus);
  await until("gaps", () => gaps() > 0);
  await bus.close();
  const said = logged.join("\n");
  expect(said).toContain("the bus refuses this node's user and password");
  expect(said).not.toContain("wr0ng");
});

test("a server that is not there yet is found when it comes", async () => {
  const server = await startNats();
  servers.push(server);
  await server.kill();
  const bus = await open(server.url);
  const { gaps } = listenTo(bus);
  await server.restart();
  await until("hearing", () => gaps() > 0);
  await bus.close();
  await connects(server.url);
});

test("TLS with an authority of the operator's own, in both directions", async () => {
  const [ca, cert, key] = makeCertificates();
  const address = await serverWith("--tlsverify", ...["--tlscacert", ca, "--tlscert", cert, "--tlskey", key]);
  await connects(`tls://${address}?ca=${ca}&cert=${cert}&key=${key}`);
});

test("tls:// never speaks to a server without TLS", async () => {
  const address = await serverWith();
  const bus = await open(`tls://${address}`);
  const { gaps } = listenTo(bus);
  await until("gaps", () => gaps() > 0);
  await bus.close();
});

/** An authority and a certificate of it for 127.0.0.1, as PEM files. */
function makeCertificates(): [ca: string, cert: string, key: string] {
  const at = (name: string) => `${folder.path}/${name}.pem`;
  const [ca, caKey, cert, key] = [at("ca"), at("ca-key"), at("cert"), at("key")];
  const fresh = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-days",
    "1",
  ];
  openssl(...fresh, "-subj", "/CN=feiliao test authority", "-out", ca, "-keyout", caKey);
  openssl(
    ...[...fresh, "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
    ...["-CA", ca, "-CAkey", caKey, "-out", cert, "-keyout", key],
  );
  return [ca, cert, key];
}

function openssl(...args: string[]): void {
  const { success, stderr } = Bun.spawnSync(["openssl", ...args]);
  if (!success) throw new Error(stderr.toString());
}
