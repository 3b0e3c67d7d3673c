import { type Clock, cmppServer, type Random, sgipServer, smgpServer, smppServer } from "@feiliao/sms";
import type { CarrierId } from "../carriers/carrier.ts";
import type { OpenServer } from "./wire-carrier.ts";

/** How each carrier listens, on 127.0.0.1. */
export function openServers(clock: Clock, random: Random): Record<CarrierId, OpenServer> {
  return {
    china_mobile: (port) => cmppServer({ clock, port }),
    china_unicom: (port) => sgipServer({ clock, random, port }),
    china_telecom: (port) => smgpServer({ clock, port }),
    world: (port) => smppServer({ clock, port }),
  };
}
