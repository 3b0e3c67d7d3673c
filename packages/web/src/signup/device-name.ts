import type { DevicePlatform } from "@feiliao/protocol";

const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/HarmonyOS|OpenHarmony/, "HarmonyOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "Mac"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];
/** In this order, because most browsers also claim to be those behind them. */
const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger/, "WeChat"],
  [/Edg/, "Edge"],
  [/Firefox|FxiOS/, "Firefox"],
  [/Chrome|CriOS/, "Chrome"],
  [/Safari/, "Safari"],
];

/** What the list of devices calls this one: "Chrome, Windows". */
export function deviceName(user_agent: string): string {
  const match = (known: [RegExp, string][]) => known.find(([pattern]) => pattern.test(user_agent))?.[1];
  return [match(BROWSERS), match(SYSTEMS)].filter(Boolean).join(", ") || "Web";
}

const PLATFORMS: [RegExp, DevicePlatform][] = [
  [/iPad|Tablet|Android(?!.*Mobile)/, "tablet"],
  [/iPhone|Android|HarmonyOS|OpenHarmony/, "phone"],
  [/Windows|Mac OS X|CrOS|Linux/, "computer"],
];

export function devicePlatform(user_agent: string): DevicePlatform {
  return PLATFORMS.find(([pattern]) => pattern.test(user_agent))?.[1] ?? "other";
}

/** What this device says of itself when it is signed in. */
export function thisDevice(): { device_name: string; platform: DevicePlatform } {
  const { userAgent } = navigator;
  return { device_name: deviceName(userAgent), platform: devicePlatform(userAgent) };
}
