import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ownUserName } from "./program.ts";

export type SwiftPorts = Record<"account" | "container" | "object" | "proxy" | "memcached", number>;
const STORAGE = ["account", "container", "object"] as const;

/** Runs one of Swift's servers, as its programs do, on a configuration folder that is not /etc/swift. */
export const RUN_SWIFT = `
import sys
from swift.common import utils, wsgi
folder, name = sys.argv[1:]
utils.set_swift_dir(folder)
sys.exit(wsgi.run_wsgi(f"{folder}/{name}.conf", f"{name}-server"))
`;

const BUILD_RINGS = `
import sys
from swift.common.ring import RingBuilder
folder, *rings = sys.argv[1:]
for ring in rings:
    name, port = ring.split("=")
    builder = RingBuilder(part_power=2, replicas=1, min_part_hours=0)
    builder.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1, "ip": "127.0.0.1", "port": int(port),
                     "device": "disk", "meta": ""})
    builder.rebalance()
    builder.get_ring().save(f"{folder}/{name}.ring.gz")
`;

/** Writes what Swift needs to run in a folder: its configuration, its rings of one disk each, the disk. */
export function configureSwift(
  folder: string,
  ports: SwiftPorts,
  account: { user: string; password: string },
): void {
  mkdirSync(join(folder, "disks/disk"), { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, `${name}.conf`), text);
  write("swift", "[swift-hash]\nswift_hash_path_suffix = feiliao\n[storage-policy:0]\nname = one\n");
  for (const name of STORAGE) write(name, `${serverSection(folder, ports[name])}${storageSections(name)}`);
  write("proxy", `${serverSection(folder, ports.proxy)}${proxySections(ports.memcached, account)}`);
  const rings = STORAGE.map((name) => `${name}=${ports[name]}`);
  const built = Bun.spawnSync(["/usr/bin/python3", "-c", BUILD_RINGS, folder, ...rings]);
  if (!built.success) throw new Error(`the rings could not be built: ${built.stderr}`);
}

const serverSection = (folder: string, port: number) => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
swift_dir = ${folder}
devices = ${folder}/disks
mount_check = false
disable_fallocate = true
workers = 0
user = ${ownUserName()}
log_address = /dev/null
`;

const storageSections = (name: string) => `[pipeline:main]
pipeline = healthcheck ${name}-server
[app:${name}-server]
use = egg:swift#${name}
[filter:healthcheck]
use = egg:swift#healthcheck
`;

const proxySections = (memcached: number, { user, password }: { user: string; password: string }) => `
[pipeline:main]
pipeline = healthcheck cache s3api tempauth bulk slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:${memcached}
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_${user.replace(":", "_")} = ${password} .admin
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
`;
