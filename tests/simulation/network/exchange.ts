import type { World } from "../world/world.ts";
import type { Link, Mishap } from "./link.ts";
import { Pipe } from "./pipe.ts";

type Respond = (request: Request) => Promise<Response>;

/** What HTTP clients meet when there is no answer: the Fetch standard's network error. */
const NETWORK_ERROR = new TypeError("no network");

/** One HTTP request over a connection of its own. Resolves with the answer, or rejects when there is none. */
export function exchange(
  world: World,
  link: Link,
  request: Request,
  signal: AbortSignal | null,
  respond: Respond,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const up = new Pipe(world, link);
    const down = new Pipe(world, link);
    const stopListening = link.listen((event) => {
      if (event === "flow") for (const pipe of [up, down]) pipe.flow();
      else end(() => reject(NETWORK_ERROR));
    });
    const end = (settle: () => void) => {
      stopListening();
      up.close();
      down.close();
      settle();
    };
    const fail = () => down.send(0, () => end(() => reject(NETWORK_ERROR)));
    const failUnlessSilent = (mishap: Mishap) => {
      if (mishap.client_hears) fail();
    };
    signal?.addEventListener("abort", () => end(() => reject(signal.reason)));
    if (link.offline) {
      world.after(1, () => end(() => reject(NETWORK_ERROR)));
      return;
    }
    up.send(0, () => {
      const mishap = link.mishap();
      if (mishap && !mishap.arrives) return failUnlessSilent(mishap);
      respond(request).then(
        (response) => {
          if (mishap) failUnlessSilent(mishap);
          else down.send(0, () => end(() => resolve(response)));
        },
        () => fail(),
      );
    });
  });
}
