// What the tests need besides npm: Debian packages, installed where that is possible, named where it is not.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { run } from "./project.mjs";

const NEEDED = {
  chromium: "/usr/bin/chromium",
  "firefox-esr": "/usr/bin/firefox-esr",
  "espeak-ng": "/usr/bin/espeak-ng",
  sox: "/usr/bin/sox",
  ffmpeg: "/usr/bin/ffmpeg",
  "opus-tools": "/usr/bin/opusinfo",
  openssl: "/usr/bin/openssl",
  "nats-server": "/usr/sbin/nats-server",
  postgresql: "/usr/lib/postgresql",
  "python3-swift": "/usr/lib/python3/dist-packages/swift",
  kannel: "/usr/sbin/bearerbox",
  gammu: "/usr/bin/gammu",
  "gammu-smsd": "/usr/bin/gammu-smsd",
  "libnet-smpp-perl": "/usr/share/perl5/Net/SMPP.pm",
  memcached: "/usr/bin/memcached",
};

export function ensureTestPackages(names = Object.keys(NEEDED)) {
  const missing = names.filter((name) => !existsSync(NEEDED[name]));
  if (missing.length === 0) return;
  const words = aptWords();
  if (!words) {
    throw new Error(`These Debian packages are needed, and this user cannot install them:
  sudo apt-get install --no-install-recommends ${missing.join(" ")}`);
  }
  console.error(`Installing ${missing.join(", ")} …`);
  const [command, ...prefix] = words;
  const options = { stdio: ["ignore", 2, 2], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  run(command, [...prefix, "update", "-qq"], options);
  run(command, [...prefix, "install", "-y", "-qq", "--no-install-recommends", ...missing], options);
}

function aptWords() {
  if (!existsSync("/usr/bin/apt-get")) return null;
  if (process.getuid?.() === 0) return ["apt-get"];
  return spawnSync("sudo", ["-n", "true"]).status === 0 ? ["sudo", "-n", "apt-get"] : null;
}
