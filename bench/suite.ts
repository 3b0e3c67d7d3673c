import { Meter } from "./measure/meter.ts";
import { hottest } from "./measure/profile.ts";
import { quietMachine } from "./measure/quiet.ts";
import type { Options } from "./options.ts";
import type { Peer, Population, RunningPeer } from "./peers/peer.ts";
import { SCENARIOS } from "./scenarios/index.ts";
import type { Figures, Scenario } from "./scenarios/scenario.ts";

/** A run during which foreign processes used more than this share of one core is repeated once. */
const NOISE_PCT_MAX = 25;

/** Runs scenarios against one peer, on one set of data. */
export class Suite {
  private readonly peer: Peer;
  private readonly options: Options;
  private server: RunningPeer | null = null;

  constructor(peer: Peer, options: Options) {
    this.peer = peer;
    this.options = options;
  }

  /** Of these scenarios, the ones that make sense for this peer. */
  suitable(scenarios: readonly string[]): string[] {
    return scenarios.filter((name) => {
      const scenario = SCENARIOS[name]!;
      return (
        (scenario.server !== "web" || this.peer.person !== null) && (scenario.suits?.(this.peer) ?? true)
      );
    });
  }

  prepare(scenarios: readonly string[]): Promise<void> {
    return this.peer.prepare(populationFor(scenarios, this.options));
  }

  /** The figures of the quieter of at most two runs. */
  async run(name: string): Promise<Figures> {
    const scenario = SCENARIOS[name]!;
    const first = await this.attempt(scenario);
    if (scenario.server !== "shared" || noise(first) <= NOISE_PCT_MAX) return first;
    const second = await this.attempt(scenario);
    return noise(second) < noise(first) ? second : first;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    this.server = null;
  }

  /** The profile of the server that has run, which is written when it stops. */
  private async hottest(): Promise<Figures> {
    const profile = this.server?.profile;
    if (!profile) return {};
    await this.stop();
    return { hottest: hottest(await profile(), HOTTEST) };
  }

  private async attempt(scenario: Scenario): Promise<Figures> {
    const { profile } = this.options;
    if (profile || scenario.server === "fresh" || scenario.server === "stopped") await this.stop();
    await quietMachine(this.server?.pids ?? [], this.options.quiet);
    if (scenario.server === "stopped") return scenario.run({ peer: this.peer, options: this.options });
    const { peer, options } = this;
    this.server ??= await peer.start();
    peer.driver.connectTo(this.server.port);
    const stage = { peer, driver: peer.driver, server: this.server, options };
    if (scenario.server !== "web") return { ...(await scenario.run(stage)), ...(await this.hottest()) };
    // The browsers are children of this process, so all that is not foreign is in these trees.
    const meter = new Meter([process.pid, ...this.server.pids]);
    const figures = await scenario.run({ ...stage, person: peer.person! });
    return { ...figures, other_cpu_pct: meter.read().shares.other_cpu_pct };
  }
}

/** Functions named in a profile. */
const HOTTEST = 20;

const noise = (figures: Figures) => Number(figures.other_cpu_pct ?? 0);

/** What the most demanding of the scenarios needs. */
function populationFor(scenarios: readonly string[], options: Options): Population {
  const wanted = scenarios.map((name) => SCENARIOS[name]!.wanted(options));
  return {
    accounts: Math.max(...wanted.map(({ accounts }) => accounts)),
    roomMembers: Math.max(...wanted.map(({ roomMembers = 0 }) => roomMembers)),
  };
}
