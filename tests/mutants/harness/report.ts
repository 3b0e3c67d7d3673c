export interface Failed {
  title: string;
  /** The first line of why. */
  reason: string;
}

export interface Report {
  passed: string[];
  failed: Failed[];
}

const TEST_CASE = /<testcase name="([^"]*)" classname="([^"]*)"[^>]*?(?:\/>|>(.*?)<\/testcase>)/gs;
const FAILURE = /<failure(?: [a-z]+="[^"]*")*? message="([^"]*)"|<failure/;

/** What a JUnit report of `bun test` says of the tests that ran. */
export function readReport(xml: string): Report {
  const report: Report = { passed: [], failed: [] };
  for (const [, name = "", group = "", inside = ""] of xml.matchAll(TEST_CASE)) {
    if (inside.includes("<skipped")) continue;
    const title = unescaped([...groupsOf(group), name].join(" › "));
    const failure = inside.match(FAILURE);
    if (failure) report.failed.push({ title, reason: firstLineOf(unescaped(failure[1] ?? "")) });
    else report.passed.push(title);
  }
  return report;
}

/** Outermost first. */
function groupsOf(classname: string): string[] {
  return classname === "" ? [] : classname.split(" &gt; ").reverse();
}

function firstLineOf(text: string): string {
  return text.split("\n", 1)[0]!.trim();
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d+)|([a-z]+));/g,
    (whole, code: string | undefined, name: string | undefined) =>
      code ? String.fromCodePoint(Number(code)) : (ENTITIES[name!] ?? whole),
  );
}
