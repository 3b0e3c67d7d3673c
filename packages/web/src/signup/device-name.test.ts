import { expect, test } from "bun:test";
import { deviceName, devicePlatform } from "./device-name.ts";

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

test("a device is a phone, a tablet or a computer, as far as it says", () => {
  const android = "Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 Chrome/156.0.0.0";
  expect(devicePlatform(`${android} Mobile Safari/537.36`)).toBe("phone");
  expect(devicePlatform(`${android} Safari/537.36`)).toBe("tablet");
  expect(devicePlatform("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X)")).toBe("phone");
  expect(devicePlatform("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")).toBe("computer");
  expect(devicePlatform("curl/8")).toBe("other");
});
