import type { S3Options } from "bun";

export interface S3Target {
  /** For Bun's S3Client. */
  options: S3Options;
  /** What the names of all objects begin with: empty, or ending in a slash. */
  prefix: string;
}

type Environment = Record<string, string | undefined>;

/**
 * Reads `s3://KEY:SECRET@host:port/bucket/prefix?region=eu-central-1&tls=off`. Without a key in it, the usual
 * AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and AWS_REGION hold.
 *
 * @throws {Error} that does not quote the URL, since it may hold a secret
 */
export function parseS3Url(text: string, environment: Environment): S3Target {
  const url = URL.canParse(text) ? new URL(text) : null;
  const [bucket, ...folders] = url?.pathname.split("/").filter((part) => part !== "") ?? [];
  if (url?.protocol !== "s3:" || !url.host || !bucket) {
    throw new Error("must look like s3://KEY:SECRET@host:port/bucket?region=eu-central-1");
  }
  const { region, tls = "on", ...unknown } = Object.fromEntries(url.searchParams);
  for (const name of Object.keys(unknown)) throw new Error(`has no option ${name}`);
  if (tls !== "on" && tls !== "off") throw new Error("has an option tls that is neither on nor off");
  return {
    options: {
      endpoint: `${tls === "on" ? "https" : "http"}://${url.host}`,
      bucket,
      region: region ?? environment.AWS_REGION ?? "us-east-1",
      ...credentials(url, environment),
    },
    prefix: folders.map((folder) => `${folder}/`).join(""),
  };
}

function credentials(url: URL, environment: Environment): S3Options {
  if (url.username !== "") {
    return {
      accessKeyId: decodeURIComponent(url.username),
      secretAccessKey: decodeURIComponent(url.password),
    };
  }
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error("has no key, and AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}
