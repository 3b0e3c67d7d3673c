import { formatBytes, formatCount, formatShare, parseBytes, parseCount, parseShare } from "./quantity.ts";

interface Assumption {
  readonly fallback: string;
  readonly doc: string;
  readonly parse: (text: string) => number;
  readonly format: (value: number) => string;
}

const count = (fallback: string, doc: string): Assumption => {
  return { fallback, doc, parse: parseCount, format: formatCount };
};
const share = (fallback: string, doc: string): Assumption => {
  return { fallback, doc, parse: parseShare, format: formatShare };
};
const bytes = (fallback: string, doc: string): Assumption => {
  return { fallback, doc, parse: parseBytes, format: formatBytes };
};

/** Everything that is assumed and not measured, by option (`users` is `--users`, `group_share` is `--group-share`). */
export const ASSUMPTIONS = {
  users: count("1M", "registered users"),
  abroad: count("0", "of them outside the home region"),
  active: share("40%", "of the registered, active on a day"),
  online: share("40%", "of the active, connected in the busiest hour"),
  devices: count("1.3", "connected devices per connected person"),
  conversations: count("30", "conversations per person"),

  messages_per_day: count("40", "messages an active person sends a day"),
  peak: count("3", "the busiest second, as a multiple of the mean"),
  text_bytes: bytes("100", "of text in a message"),
  group_share: share("30%", "of the messages go to groups"),
  group_size: count("20", "members of the group that a group message goes to"),
  receipts: count("1.5", "receipts written per direct message: delivered and read, partly together"),
  group_receipts: count("0.2", "receipts written per member and group message: one covers several"),
  voice_seconds_per_day: count("20", "seconds an active person speaks a day"),
  voice_live: share("20%", "of the speech has one listener while it is spoken"),
  pictures_per_day: count("0.5", "pictures an active person sends a day"),
  picture_bytes: bytes("200KB", "of a picture"),

  retention_days: count("365", "days that messages are kept"),
  media_days: count("365", "days that voice and pictures are kept"),
  copies: count("3", "copies of the database: a primary and its standbys"),
  media_copies: count("2", "stored bytes per byte of voice and pictures"),

  sms_per_user: count("0.3", "SMS a month per registered user: codes, notices, fallback"),
  sms_price: count("0.05", "per SMS at home"),
  sms_price_abroad: count("0.4", "per SMS abroad"),

  headroom: share("50%", "of a core that is used at the peak; the rest absorbs a lost machine"),
  tls: count("1.5", "times the measured gateway CPU, for TLS, which the bench leaves out"),
  node_cores: count("8", "cores of a gateway machine, one process each"),
  node_memory: bytes("16GB", "memory of a gateway machine"),
  sockets_max: count("200k", "sockets of one process (FEILIAO_SOCKETS_MAX)"),
  missed: count("20", "messages missed by a device that comes back"),
  reconnect_minutes: count("5", "until everybody is back after all gateways were lost"),
  database_cores: count("16", "cores of a database machine"),
  database_disk: bytes("4TB", "disk of a database machine that may be filled"),
  database_connections: count("500", "connections one database machine serves well"),
  pool: count("10", "database connections of one process"),
  message_rows: count("3", "rows written per message: entry, key, head"),
  page_ios: count("6", "pages read or written at random per message, once tables outgrow memory"),
  database_iops: count("50k", "random page accesses a second of a database machine"),
  bell_us: count("1", "µs a process spends on a ring of the doorbell that is for others"),
  bell_batch: count("10", "rings that travel as one message of the bus"),
  bell_share: share("20%", "of a process that the doorbell may take"),
  region_users: count("30M", "people abroad that one region serves"),
  abroad_home: share("30%", "of the messages of people abroad that go to another region"),
} as const satisfies Record<string, Assumption>;

export type Assumptions = { readonly [Key in keyof typeof ASSUMPTIONS]: number };

export function optionOf(key: string): string {
  return key.replaceAll("_", "-");
}

/** @param options values by option, as typed @throws naming the option that cannot be read */
export function readAssumptions(options: Readonly<Record<string, string | undefined>>): Assumptions {
  const entries = Object.entries<Assumption>(ASSUMPTIONS).map(([key, { fallback, parse }]) => {
    try {
      return [key, parse(options[optionOf(key)] ?? fallback)];
    } catch (failure) {
      throw new Error(`--${optionOf(key)}: ${(failure as Error).message}`);
    }
  });
  const assumptions = Object.fromEntries(entries) as Assumptions;
  const { users, abroad, headroom, peak, devices, retention_days } = assumptions;
  if (users < 1) throw new Error("--users: at least one");
  if (abroad > users) throw new Error("--abroad: more people than there are users");
  if (headroom === 0) throw new Error("--headroom: more than 0%");
  if (peak < 1 || devices < 1) throw new Error("--peak and --devices: at least 1");
  if (retention_days < 1) throw new Error("--retention-days: at least 1");
  return assumptions;
}
