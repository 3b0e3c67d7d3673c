import type { ConversationId } from "@feiliao/protocol";
import { type Device, PEOPLE, startTestCluster, type TestCluster } from "@feiliao/testkit";

/** Alice at the first of some nodes, Bob at the second, and the conversation they have. */
interface Cast {
  cluster: TestCluster;
  alice: Device;
  bob: Device;
  conversation_id: ConversationId;
}

type Stage = Partial<Parameters<typeof startTestCluster>[0]>;

export async function acrossNodes(act: (cast: Cast) => Promise<void>, stage: Stage = {}): Promise<void> {
  const cluster = await startTestCluster({ nodes: 2, ...stage });
  try {
    const alice = await cluster.device("alice", 0);
    const bob = await cluster.device("bob", 1);
    const { conversation_id } = await alice.post("conversation/open", {
      address: `tel:${PEOPLE.bob.number}`,
    });
    await act({ cluster, alice, bob, conversation_id });
  } finally {
    await cluster.close();
  }
}
