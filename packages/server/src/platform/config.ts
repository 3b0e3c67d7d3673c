/** One setting: its environment variable, its default and what it does. The reference is generated from these. */
interface Setting<T> {
  variable: string;
  fallback: string;
  doc: string;
  parse(text: string): T;
}

const text = (value: string) => value;
const optionalText = (value: string) => (value === "" ? null : value);
const list = (value: string) =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
const switchSetting = (value: string) =>
  value === "" ? null : value === "on" || value === "true" || value === "1";

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
  countries: {
    variable: "FEILIAO_COUNTRIES",
    fallback: "",
    doc: "Country calling codes that codes may be sent to, such as 86,852; empty: all.",
    parse: list,
  },
  sms_day_max: {
    variable: "FEILIAO_SMS_DAY_MAX",
    fallback: "5000",
    doc: "SMS a day for sign-up codes, in total: a hard stop for the bill.",
    parse: wholeNumber(0, 100_000_000),
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

/** @throws {Error} naming the variable that does not parse */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const entries = Object.entries(SETTINGS).map(([key, setting]) => {
    const value = environment[setting.variable] ?? setting.fallback;
    try {
      return [key, setting.parse(value)];
    } catch (failure) {
      throw new Error(`${setting.variable} ${(failure as Error).message}, not ${JSON.stringify(value)}`);
    }
  });
  return Object.fromEntries(entries) as Config;
}
