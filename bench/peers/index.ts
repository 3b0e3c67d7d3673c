import type { Options } from "../options.ts";
import { ejabberdPg } from "./ejabberd-pg.ts";
import { feiliao } from "./feiliao.ts";
import { feiliaoPg } from "./feiliao-pg.ts";
import type { Peer } from "./peer.ts";
import { prosodySqlite } from "./prosody-sqlite.ts";
import { relayLog } from "./relay-log.ts";

/** By name; each gets a folder of its own. */
export const PEERS: Record<string, (folder: string, options: Options) => Peer> = {
  feiliao,
  "feiliao-pg": feiliaoPg,
  "relay-log": relayLog,
  "ejabberd-pg": ejabberdPg,
  "prosody-sqlite": prosodySqlite,
};
