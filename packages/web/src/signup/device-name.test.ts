import { expect, test } from "bun:test";
import { deviceName } from "./device-name.ts";

test("a device is named by its browser and system", () => {
  const windows =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36";
  expect(deviceName(windows)).toBe("Chrome, Windows");
  expect(deviceName(`${windows} Edg/156.0`)).toBe("Edge, Windows");
  expect(
    deviceName("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Mobile Safari/604.1"),
  ).toBe("Safari, iPhone");
  expect(deviceName("curl/8")).toBe("Web");
});
