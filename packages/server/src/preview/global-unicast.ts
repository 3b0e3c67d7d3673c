import { BlockList, isIPv4, isIPv6 } from "node:net";

/** What is not a host on the public internet, of the IANA IPv4 special-purpose registry (RFC 6890), and multicast. */
const SPECIAL_V4: readonly [network: string, prefix: number][] = [
  ["0.0.0.0", 8], // this network
  ["10.0.0.0", 8], // private, RFC 1918
  ["100.64.0.0", 10], // shared by carriers, RFC 6598
  ["127.0.0.0", 8], // loopback
  ["169.254.0.0", 16], // link-local; clouds hand out credentials there
  ["172.16.0.0", 12], // private, RFC 1918
  ["192.0.0.0", 24], // protocol assignments
  ["192.0.2.0", 24], // documentation, RFC 5737
  ["192.88.99.0", 24], // 6to4 relays, RFC 7526
  ["192.168.0.0", 16], // private, RFC 1918
  ["198.18.0.0", 15], // benchmarks, RFC 2544
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, and broadcast
];

/** Of 2000::/3, the only range that IANA gives out as global unicast, what is not a host or hides an IPv4 address. */
const SPECIAL_V6: readonly [network: string, prefix: number][] = [
  ["2001::", 23], // protocol assignments: Teredo (RFC 4380), benchmarks, ORCHID
  ["2001:db8::", 32], // documentation, RFC 3849
  ["2002::", 16], // 6to4 (RFC 3056)
  ["3fff::", 20], // documentation, RFC 9637
];

const special_v4 = new BlockList();
for (const [network, prefix] of SPECIAL_V4) special_v4.addSubnet(network, prefix, "ipv4");
const special_v6 = new BlockList();
for (const [network, prefix] of SPECIAL_V6) special_v6.addSubnet(network, prefix, "ipv6");
const unicast_v6 = new BlockList();
unicast_v6.addSubnet("2000::", 3, "ipv6");
/** IPv4 addresses as an IPv6-only network sees them (RFC 6052): as good as the address inside. */
const nat64 = new BlockList();
nat64.addSubnet("64:ff9b::", 96, "ipv6");

/** Whether an address is that of a host on the public internet. Anything that is no address is not. */
export function isGlobalUnicast(address: string): boolean {
  if (isIPv4(address)) return !special_v4.check(address, "ipv4");
  if (!isIPv6(address) || address.includes("%")) return false;
  if (nat64.check(address, "ipv6")) return isGlobalUnicast(embeddedV4(address));
  return unicast_v6.check(address, "ipv6") && !special_v6.check(address, "ipv6");
}

/** The IPv4 address in the last 32 bits. */
function embeddedV4(address: string): string {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [high, low] = canonical.replace(/^.*::/, "0:0:").split(":").slice(-2);
  const bits = [high, low].map((group) => Number.parseInt(group || "0", 16));
  return bits.flatMap((group) => [group >> 8, group & 255]).join(".");
}
