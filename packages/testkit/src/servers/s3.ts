import { freePort } from "./free-port.ts";
import { ownUserName, type Program, startAll, startProgram } from "./program.ts";
import { createBucket, type S3Access } from "./s3-bucket.ts";
import { configureSwift, RUN_SWIFT, type SwiftPorts } from "./swift-configuration.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const ACCESS = { access_key: "feiliao:blobs", secret_key: "s3cret/of+tests", region: "us-east-1" };
const BUCKET = "feiliao-blobs";

/** An S3 server with one empty bucket. */
export interface S3Server extends S3Access {
  readonly bucket: string;
  stop(): Promise<void>;
}

/** The URL of its bucket as FEILIAO_BLOBS takes it, or of a folder in it. */
export function s3UrlOf({ endpoint, bucket, access_key, secret_key }: S3Server, folder = ""): string {
  const login = [access_key, secret_key].map(encodeURIComponent).join(":");
  return `${endpoint.replace("http://", `s3://${login}@`)}/${bucket}${folder}?tls=off`;
}

/** OpenStack Swift behind its S3 interface: its servers, one copy of everything, in a folder that goes with it. */
export async function startS3(): Promise<S3Server> {
  const folder = temporaryFolder("s3");
  const ports: SwiftPorts = {
    account: freePort(),
    container: freePort(),
    object: freePort(),
    proxy: freePort(),
    memcached: freePort(),
  };
  configureSwift(folder.path, ports, { user: ACCESS.access_key, password: ACCESS.secret_key });
  const programs = await startAll(
    [
      startMemcached(folder.path, ports.memcached),
      ...(["account", "container", "object", "proxy"] as const).map((name) =>
        startSwift(folder.path, name, ports[name]),
      ),
    ],
    (program) => program.kill(),
  );
  const access: S3Access = { ...ACCESS, endpoint: `http://127.0.0.1:${ports.proxy}` };
  await createBucket(access, BUCKET);
  return {
    ...access,
    bucket: BUCKET,
    async stop() {
      await Promise.all(programs.map((program) => program.kill()));
      folder.remove();
    },
  };
}

function startSwift(folder: string, name: string, port: number): Promise<Program> {
  return startProgram({
    argv: ["/usr/bin/python3", "-c", RUN_SWIFT, folder, name],
    folder,
    name: `swift-${name}`,
    answers: async () => {
      const response = await fetch(`http://127.0.0.1:${port}/healthcheck`).catch(() => null);
      return response?.ok ?? false;
    },
  });
}

/** Swift's authentication keeps its state there. */
function startMemcached(folder: string, port: number): Promise<Program> {
  return startProgram({
    argv: ["/usr/bin/memcached", "-l", "127.0.0.1", "-p", String(port), "-u", ownUserName()],
    folder,
    name: "memcached",
    answers: async () => {
      const socket = await Bun.connect({ hostname: "127.0.0.1", port, socket: { data() {} } }).catch(
        () => null,
      );
      socket?.end();
      return socket !== null;
    },
  });
}
