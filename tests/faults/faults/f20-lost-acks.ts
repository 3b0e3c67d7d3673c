import { dataFolder } from "../audit/open-data-folder.ts";
import type { Fault } from "../harness/fault.ts";
import { NodeUnderTest } from "../harness/node-under-test.ts";
import { conclude } from "../harness/outcome.ts";
import { type Line, startProxy } from "../harness/proxy.ts";
import { ServerFrames } from "../harness/server-frames.ts";
import { Town } from "../workload/town.ts";

const SENDERS = 20;
/** Every so many-th answer to a send never arrives, and the socket is gone with it. */
const EATEN_EVERY = 10;

export const lostAcks: Fault = {
  id: "F20",
  title: "a message whose ack was lost is sent again, and is in the log once",
  rules: "D1, D2, D4, D15",
  needs: "node",
  unit: "sends",
  amount: { short: 2_000, run: 10_000, campaign: 100_000 },
  limit_ms: 120_000,
  async run({ amount, folder }) {
    const people = await Town.settle(folder);
    const node = await NodeUnderTest.start(folder);
    let acks = 0;
    let eaten = 0;
    const line = (): Line => {
      const frames = new ServerFrames();
      return (bytes) => {
        const isEaten = frames.take(bytes).some((text) => isAck(text) && ++acks % EATEN_EVERY === 0);
        if (isEaten) eaten++;
        return isEaten ? null : bytes;
      };
    };
    const proxy = await startProxy(node.port, { line });
    const messages_max = Math.ceil(amount / SENDERS);
    const town = await Town.arrive(proxy.url, people, { messages_max });
    town.write();
    await town.written();
    await town.comeToRest();
    await town.leave();
    await proxy.close();
    await node.stop();
    return conclude(eaten === 0 ? 0 : town.acknowledged, await town.audit(dataFolder(folder)), {
      figures: { eaten },
    });
  },
};

function isAck(text: string): boolean {
  return text.startsWith('{"id":') && text.includes('"output":{"epoch":');
}
