import {
  type CarrierClient,
  cmppClient,
  type DialledClientOptions,
  sgipClient,
  smgpClient,
  smppClient,
} from "@feiliao/sms";
import type { Clock } from "../../../platform/clock.ts";
import { describeFailure, type Logger } from "../../../platform/logger.ts";
import type { Random } from "../../../platform/random.ts";
import type { PartialSmsStore } from "../../../store/partial-sms-store.ts";
import { writesNationally } from "../e164.ts";
import { GammuLink } from "../gammu/gammu-link.ts";
import { HttpLink } from "../http/http-link.ts";
import type { LinkDefinition, LinkTerms } from "../link-pool.ts";
import type { SmsCapabilities } from "../sms-link.ts";
import { WireLink } from "../wire/wire-link.ts";
import { numberNeeded, type ReadSecret } from "./carriers-file.ts";
import { httpOptions } from "./http-options.ts";
import type { LinkSettings, LinkSettingsOf } from "./link-settings.ts";

export interface LinkParts {
  partialSms: PartialSmsStore;
  /** Where providers reach this server; null: nowhere. */
  public_url: string | null;
  readSecret: ReadSecret;
  clock: Clock;
  random: Random;
  logger: Logger;
}

type WireSettings = LinkSettingsOf<"cmpp" | "sgip" | "smgp" | "smpp">;

const MAINLAND = ["china_mobile", "china_unicom", "china_telecom", "china_broadnet"] as const;
const CMPP_VERSIONS = { "2.0": 0x20, "2.1": 0x21, "3.0": 0x30 } as const;

/**
 * The links of a carriers file, in its order.
 *
 * @throws {CarriersFileError} when a secret is not there, or a link cannot work as it is set
 */
export function linkDefinitions(links: readonly LinkSettings[], parts: LinkParts): LinkDefinition[] {
  return links.map((settings, index) => linkDefinition(settings, `links[${index}]`, parts));
}

function linkDefinition(settings: LinkSettings, place: string, parts: LinkParts): LinkDefinition {
  const { clock, random, logger } = parts;
  const terms = termsOf(settings);
  const { id, capabilities } = terms;
  const mainland = writesNationally(terms.serves);
  switch (settings.protocol) {
    case "http": {
      const options = httpOptions(settings, place, parts);
      const open = () => new HttpLink({ ...options, capabilities, mainland, clock, random, logger });
      return { terms, webhooks: true, open };
    }
    case "gammu": {
      const folders = settings.spool;
      const open = () => new GammuLink({ id, capabilities, folders, clock, random, logger });
      return { terms, webhooks: false, open };
    }
    default: {
      if (settings.number === null) throw numberNeeded(place);
      const dial = wireClient(settings, place, parts);
      const { partialSms } = parts;
      const open = async () =>
        new WireLink({ id, capabilities, client: await dial(), mainland, partialSms, clock, random });
      return { terms, webhooks: false, open };
    }
  }
}

/** What is agreed, as routing and the ledger see it. */
export function termsOf(settings: LinkSettings): LinkTerms {
  const { id, label = id, protocol: kind, serves } = settings;
  const { virtual_operators, price_fen, throughput_per_s, outstanding_max, day_fen_max, month_fen_max } =
    settings;
  const reached = serves.flatMap((each) => (each === "mainland" ? MAINLAND : [each]));
  return {
    ...{ id, label, kind, serves: [...new Set(reached)], virtual_operators },
    templates: settings.protocol === "http" ? Object.keys(settings.templates) : [],
    capabilities: capabilitiesOf(settings),
    ...{ price_fen, throughput_per_s, outstanding_max, day_fen_max, month_fen_max },
  };
}

function capabilitiesOf(settings: LinkSettings): SmsCapabilities {
  const { number, extension_digits, signature } = settings;
  const common = { number, extension_digits_max: number === null ? 0 : extension_digits, signature };
  switch (settings.protocol) {
    case "http": {
      const { provider, free_text = provider !== "aliyun" } = settings;
      const webhooks = typeof provider === "string" ? true : provider.webhooks;
      const reports = webhooks === true || webhooks?.report !== undefined;
      const incoming = webhooks === true || webhooks?.incoming !== undefined;
      return { ...common, free_text, gsm7: provider === "twilio", reports, incoming };
    }
    case "gammu":
      return { ...common, free_text: true, gsm7: true, reports: false, incoming: true };
    default:
      return {
        ...common,
        free_text: true,
        gsm7: settings.protocol === "smpp",
        reports: true,
        incoming: true,
      };
  }
}

/** Secrets are read at once, so that one that is missing is told at the start and not when a lease is gained. */
function wireClient(
  settings: WireSettings,
  place: string,
  { readSecret, clock, random, logger }: LinkParts,
): () => CarrierClient | Promise<CarrierClient> {
  const { id, host, port, system_id, outstanding_max, response_ms, service_id } = {
    service_id: undefined,
    ...settings,
  };
  const password = readSecret(settings.password, `${place}.password`);
  const common: DialledClientOptions & { system_id: string; password: string; service_id?: string } = {
    ...{ host, port, system_id, password, clock, random },
    ...(service_id !== undefined && { service_id }),
    limits: { window: outstanding_max, response_ms },
    onFailure: (failure) =>
      logger.error("what a carrier said was not stored", { link: id, error: describeFailure(failure) }),
  };
  switch (settings.protocol) {
    case "cmpp":
      return () => cmppClient({ ...common, version: CMPP_VERSIONS[settings.version] });
    case "smgp":
      return () => smgpClient({ ...common, login: settings.login });
    case "smpp": {
      const { tls, bind, default_alphabet, system_type, utc_offset } = settings;
      const utc_offset_ms = offset_ms(utc_offset);
      return () =>
        smppClient({
          ...{ ...common, bind, default_alphabet, utc_offset_ms },
          ...(tls && { tls: {} }),
          ...(system_type !== undefined && { system_type }),
        });
    }
    case "sgip": {
      const { corp_id, node_id, dial_back } = settings;
      const { login_password, login_name, ...address } = dial_back;
      const secret = login_password && readSecret(login_password, `${place}.dial_back.login_password`);
      return () =>
        sgipClient({
          ...{ ...common, corp_id, node_id },
          ...(service_id !== undefined && { service_type: service_id }),
          dial_back: {
            ...address,
            ...(login_name !== undefined && { login_name }),
            ...(secret !== undefined && { login_password: secret }),
          },
        });
    }
  }
}

/** `+08:00`, in milliseconds. */
function offset_ms(utc_offset: string): number {
  const [hours = 0, minutes = 0] = utc_offset.slice(1).split(":").map(Number);
  return (utc_offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
