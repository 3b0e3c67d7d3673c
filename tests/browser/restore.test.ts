import { expect, test } from "bun:test";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import { barriersOn } from "./stage/axe.ts";
import { bubbles, introduce, sendText, textsOn, waitForState } from "./stage/chat.ts";
import { signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";

const { alice, bob } = PEOPLE;
const LIMIT_MS = 120_000;

test(
  "D10 after a restore of the server, the app says what only this device has, shows it, and sends one's own again",
  () =>
    onStage(async (stage) => {
      const { server } = stage;
      const copy = mkdtempSync(join(tmpdir(), "feiliao-backup-"));
      const replace = (from: string, to: string) => {
        rmSync(to, { recursive: true });
        cpSync(from, to, { recursive: true });
      };
      const [a, b] = [
        await stage.app({ layout: "pc" }),
        await stage.app({ language: "zh-CN", profile: { bypassCSP: true } }),
      ];
      for (const { problems } of [a, b]) problems.expect(/WebSocket|ERR_CONNECTION|Failed to load resource/);
      await Promise.all([signUp(a, alice), signUp(b, bob)]);
      await introduce(a, alice.number, b, bob.number);
      await sendText(a, "before the backup");
      await bubbles(b.page, { text: "before the backup" }).waitFor();

      await server.restart(async () => replace(server.data_folder, copy));
      await Promise.all([a.online(), b.online()]);
      await sendText(a, "lost with the server");
      await waitForState(bubbles(a.page, { text: "lost with the server" }), "delivered", "read");
      await server.restart(async () => replace(copy, server.data_folder));

      await a.page.getByTestId("lost-notice").getByText("1 message is kept on this device only").waitFor();
      await b.page.getByTestId("lost-notice").getByText("有 1 条消息只保存在这台设备上").waitFor();
      expect(await textsOn(a.page)).toEqual(["before the backup"]);
      await b.page.getByTestId("lost-show").click();
      await b.page.getByTestId("lost-message").getByText("lost with the server").waitFor();
      expect(await b.page.getByTestId("send-again").count()).toBe(0);
      expect(await barriersOn(b.page)).toEqual([]);

      await a.page.getByTestId("lost-show").click();
      await a.page.getByTestId("send-again").click();
      await Promise.all(
        [a, b].map(({ page }) => page.getByTestId("lost-notice").waitFor({ state: "detached" })),
      );
      await bubbles(b.page, { text: "lost with the server" }).waitFor();
      expect(await textsOn(a.page)).toEqual(["before the backup", "lost with the server"]);
      rmSync(copy, { recursive: true });
    }),
  LIMIT_MS,
);
