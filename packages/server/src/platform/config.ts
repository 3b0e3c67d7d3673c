/** One setting: its environment variable, its default and what it does. The reference is generated from these. */
interface Setting<T> {
  variable: string;
  fallback: string;
  doc: string;
  /** Its value may hold a password and is never shown. */
  secret?: true;
  parse(text: string): T;
}

/** A setting that the server cannot start with. The message is for the operator, and holds no secret. */
export class SettingError extends Error {}

const text = (value: string) => value;
const optionalText = (value: string) => (value === "" ? null : value);
const list = (value: string) =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
const switchSetting = (value: string) =>
  value === "" ? null : value === "on" || value === "true" || value === "1";

function onOrOff(value: string): boolean {
  if (value !== "on" && value !== "off") throw new Error("must be on or off");
  return value === "on";
}

/** Four port numbers, or null for off. */
function fourPorts(value: string): readonly [number, number, number, number] | null {
  if (value === "off") return null;
  const [first, second, third, fourth, ...more] = list(value).map(wholeNumber(0, 65_535));
  if (
    first === undefined ||
    second === undefined ||
    third === undefined ||
    fourth === undefined ||
    more.length > 0
  )
    throw new Error("must be off or four port numbers");
  return [first, second, third, fourth];
}

/** An address with one of these schemes, such as `nats:`, or one of the words, or nothing. */
function address(schemes: readonly string[], words: readonly string[] = []) {
  const forms = [...schemes.map((scheme) => `${scheme}//…`), ...words].join(" or ");
  return (value: string) => {
    if (value === "") return null;
    if (words.includes(value) || schemes.some((scheme) => value.startsWith(`${scheme}//`))) return value;
    throw new Error(`must be empty or ${forms}`);
  };
}

const OPERATOR_TOKEN_CHARACTERS_MIN = 32;

function operatorToken(value: string): string | null {
  if (value === "") return null;
  if (value.length >= OPERATOR_TOKEN_CHARACTERS_MIN) return value;
  throw new Error(`must have at least ${OPERATOR_TOKEN_CHARACTERS_MIN} characters: openssl rand -hex 32`);
}

function wholeNumber(min: number, max: number) {
  return (value: string) => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < min || number > max) {
      throw new Error(`must be a whole number from ${min} to ${max}`);
    }
    return number;
  };
}

export const SETTINGS = {
  port: {
    variable: "PORT",
    fallback: "8080",
    doc: "Port to listen on; 0 takes any free one.",
    parse: wholeNumber(0, 65_535),
  },
  host: {
    variable: "FEILIAO_HOST",
    fallback: "127.0.0.1",
    doc: "Address to listen on. The default answers only this machine.",
    parse: text,
  },
  data_folder: {
    variable: "FEILIAO_DATA",
    fallback: "./data",
    doc: "Folder that holds the database, uploads and the server's secret.",
    parse: text,
  },
  database: {
    variable: "FEILIAO_DATABASE",
    fallback: "",
    doc: "postgres://user:password@host:5432/database, which many nodes may share. Empty: SQLite in the data folder.",
    secret: true,
    parse: address(["postgres:", "postgresql:"]),
  },
  bus: {
    variable: "FEILIAO_BUS",
    fallback: "",
    doc: "How the nodes on one database hear each other: nats://user:password@host:4222,host2:4222, or tls://… to insist on TLS; ?ca=, ?cert= and ?key= name PEM files, ?subject= keeps two services on one NATS apart. none: this is the only node. Empty: the same, for a server without FEILIAO_DATABASE.",
    secret: true,
    parse: address(["nats:", "tls:"], ["none"]),
  },
  blobs: {
    variable: "FEILIAO_BLOBS",
    fallback: "",
    doc: "Where uploads and voice are kept: s3://KEY:SECRET@host/bucket/folder?region=eu-central-1 (?tls=off without TLS; without KEY the usual AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and AWS_REGION hold), or file:///folder, which the nodes of one service may share. Empty: files in the data folder.",
    secret: true,
    parse: address(["s3:", "file:"]),
  },
  secret_file: {
    variable: "FEILIAO_SECRET_FILE",
    fallback: "",
    doc: "File with the server's secret, at least 64 hexadecimal digits, the same for all nodes of a service. Empty: a file in the data folder, made at the first start.",
    parse: optionalText,
  },
  public_url: {
    variable: "FEILIAO_PUBLIC_URL",
    fallback: "",
    doc: "Address people use, such as https://chat.example.org, when a reverse proxy stands in front.",
    parse: optionalText,
  },
  origins: {
    variable: "FEILIAO_ORIGINS",
    fallback: "",
    doc: "Further web origins that may connect, separated by commas. The server's own is always allowed.",
    parse: list,
  },
  proxy_hops: {
    variable: "FEILIAO_PROXY_HOPS",
    fallback: "0",
    doc: "Reverse proxies of yours in front: that many entries from the right of X-Forwarded-For are trusted.",
    parse: wholeNumber(0, 8),
  },
  simulator: {
    variable: "FEILIAO_SIMULATOR",
    fallback: "",
    doc: "on or off: the carrier in a box at /phones. Empty: on only while nobody but this machine can connect. Whoever sees its handsets sees the codes.",
    parse: switchSetting,
  },
  simulator_ports: {
    variable: "FEILIAO_SIMULATOR_PORTS",
    fallback: "7890,8801,8890,2775",
    doc: "Ports of the carriers in the box, on this machine only: 移动 over CMPP, 联通 over SGIP, 电信 over SMGP, the world over SMPP. One that is taken gives way to any free one, which /phones shows; 0 takes any. off: nobody can dial them.",
    parse: fourPorts,
  },
  handsets: {
    variable: "FEILIAO_HANDSETS",
    fallback: "",
    doc: "SQLite file with the handsets of the carrier in a box, which nodes on one machine may share. Empty: in the data folder.",
    parse: optionalText,
  },
  carriers: {
    variable: "FEILIAO_CARRIERS",
    fallback: "",
    doc: "JSON file with the links to carriers, see docs/carriers.md. Empty: only the carrier in a box.",
    parse: optionalText,
  },
  countries: {
    variable: "FEILIAO_COUNTRIES",
    fallback: "",
    doc: "Country calling codes that codes may be sent to, such as 86,852; empty: all.",
    parse: list,
  },
  virtual_operators: {
    variable: "FEILIAO_VIRTUAL_OPERATORS",
    fallback: "on",
    doc: "on or off: whether numbers of mainland China's virtual operators (162, 165, 167, 170, 171), which fraudsters rent most easily, get sign-up codes.",
    parse: onOrOff,
  },
  codes_per_minute_max: {
    variable: "FEILIAO_CODES_PER_MINUTE_MAX",
    fallback: "120",
    doc: "Sign-up codes a minute, to all numbers together.",
    parse: wholeNumber(0, 1_000_000),
  },
  codes_day_fen_max: {
    variable: "FEILIAO_CODES_DAY_FEN_MAX",
    fallback: "25000",
    doc: "What sign-up codes may cost in 24 hours, in 0.01 CNY: a hard stop for the bill. While hardly any codes are entered, a 50th of it an hour.",
    parse: wholeNumber(0, 1_000_000_000),
  },
  sms_day_fen_max: {
    variable: "FEILIAO_SMS_DAY_FEN_MAX",
    fallback: "50000",
    doc: "What all SMS of a day (of Asia/Shanghai) may cost, in 0.01 CNY: nothing is sent that would exceed it.",
    parse: wholeNumber(0, 1_000_000_000),
  },
  sms_month_fen_max: {
    variable: "FEILIAO_SMS_MONTH_FEN_MAX",
    fallback: "500000",
    doc: "The same for a month.",
    parse: wholeNumber(0, 1_000_000_000),
  },
  sms_person_day_units_max: {
    variable: "FEILIAO_SMS_PERSON_DAY_UNITS",
    fallback: "100",
    doc: "SMS that one person may send a day to people without the app; a long one counts as often as the carrier bills it.",
    parse: wholeNumber(0, 1_000_000),
  },
  sms_person_month_units_max: {
    variable: "FEILIAO_SMS_PERSON_MONTH_UNITS",
    fallback: "1000",
    doc: "The same for a month.",
    parse: wholeNumber(0, 10_000_000),
  },
  operator_token: {
    variable: "FEILIAO_OPERATOR_TOKEN",
    fallback: "",
    secret: true,
    doc: "Opens /operator and /metrics to who has it: at least 32 characters. Empty: only to this machine, and not through a proxy.",
    parse: operatorToken,
  },
  previews: {
    variable: "FEILIAO_PREVIEWS",
    fallback: "on",
    doc: "on or off: previews of the links that people write. The server fetches them from the public internet, never from a private network.",
    parse: onOrOff,
  },
  uploads_total_mb: {
    variable: "FEILIAO_UPLOADS_TOTAL_MB",
    fallback: "2048",
    doc: "MiB that one account may have uploaded in all; 0: any number. Unfinished uploads count when they are complete.",
    parse: wholeNumber(0, 1_000_000_000),
  },
  frames_per_s_max: {
    variable: "FEILIAO_FRAMES_PER_S_MAX",
    fallback: "60",
    doc: "Operations a second per account, and per address of strangers, with bursts of four times that. Each node counts for itself: N nodes let through up to N times as much. Budgets that guard money, numbers and storage are counted in the database, for all nodes together.",
    parse: wholeNumber(1, 10_000_000),
  },
  sockets_max: {
    variable: "FEILIAO_SOCKETS_MAX",
    fallback: "200000",
    doc: "Open sockets at once at this node; further ones are told to come back later.",
    parse: wholeNumber(1, 10_000_000),
  },
} satisfies Record<string, Setting<unknown>>;

export type Config = { readonly [Key in keyof typeof SETTINGS]: ReturnType<(typeof SETTINGS)[Key]["parse"]> };

/** @throws {SettingError} naming the variable that does not parse or does not fit the others */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const entries = Object.entries<Setting<unknown>>(SETTINGS).map(([key, setting]) => {
    const value = environment[setting.variable] ?? setting.fallback;
    try {
      return [key, setting.parse(value)];
    } catch (failure) {
      const shown = setting.secret ? "" : `, not ${JSON.stringify(value)}`;
      throw new SettingError(`${setting.variable} ${(failure as Error).message}${shown}`);
    }
  });
  const config = Object.fromEntries(entries) as Config;
  const conflict = conflictIn(config);
  if (conflict) throw new SettingError(conflict);
  return config;
}

/** Nodes that do not share everything would show people different truths. */
function conflictIn({ database, bus, blobs, secret_file }: Config): string | null {
  const many = bus !== null && bus !== "none";
  if (database && !bus) {
    return "FEILIAO_DATABASE may be shared, but FEILIAO_BUS is empty: set it to nats://… so that the nodes hear each other, or to none if this is the only node";
  }
  if (many && !database) {
    return "FEILIAO_BUS connects nodes, but each would have a database of its own: set FEILIAO_DATABASE to postgres://…, or leave FEILIAO_BUS empty";
  }
  if (many && !blobs) {
    return "FEILIAO_BUS connects nodes, but each would keep uploads for itself: set FEILIAO_BLOBS to s3://…, or to file:///folder that all nodes share";
  }
  if (many && !secret_file) {
    return "FEILIAO_BUS connects nodes, but each would make a secret of its own: make one with `openssl rand -hex 32 > secret`, give it to every node, and set FEILIAO_SECRET_FILE to it";
  }
  return null;
}

/** Names the variable when what it asks for cannot be had. @throws {SettingError} */
export async function withSetting<T>(variable: string, open: () => T | Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (failure) {
    throw new SettingError(`${variable}: ${failure instanceof Error ? failure.message : String(failure)}`);
  }
}
