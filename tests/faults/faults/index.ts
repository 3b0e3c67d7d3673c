import type { Fault } from "../harness/fault.ts";
import { killServer } from "./f01-kill-server.ts";
import { killAtEveryCall } from "./f02-kill-at-every-call.ts";
import { powerLoss } from "./f03-power-loss.ts";
import { diskFull } from "./f05-disk-full.ts";
import { gracefulRestart } from "./f07-graceful-restart.ts";
import { rollingRestart } from "./f07-rolling-restart.ts";
import { killPostgres } from "./f08-kill-postgres.ts";
import { killNode } from "./f12-kill-node.ts";
import { killNatsServer } from "./f14-kill-nats-server.ts";
import { natsOutage } from "./f15-nats-outage.ts";
import { doorbellNoise } from "./f16-doorbell-noise.ts";
import { partition } from "./f17-partition.ts";
import { lostAcks } from "./f20-lost-acks.ts";
import { duplicateSends } from "./f21-duplicate-sends.ts";
import { duplicatesAcrossNodes } from "./f21-duplicates-across-nodes.ts";
import { keyReuse } from "./f22-key-reuse.ts";
import { reconnectStorm } from "./f23-reconnect-storm.ts";
import { slowConsumers } from "./f25-slow-consumers.ts";
import { hugeBacklog } from "./f26-huge-backlog.ts";
import { rollback } from "./f32-rollback.ts";
import { smsOnce } from "./f36-sms.ts";

/** Every fault there is, in the order of the matrix. */
export const FAULTS: readonly Fault[] = [
  killServer,
  killAtEveryCall,
  powerLoss,
  diskFull,
  gracefulRestart,
  rollingRestart,
  killPostgres,
  killNode,
  killNatsServer,
  natsOutage,
  doorbellNoise,
  partition,
  lostAcks,
  duplicateSends,
  duplicatesAcrossNodes,
  keyReuse,
  reconnectStorm,
  slowConsumers,
  hugeBacklog,
  rollback,
  smsOnce,
];
