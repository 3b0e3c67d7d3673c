import { expect, test } from "bun:test";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import type { App } from "./stage/app.ts";
import { addFriend, bubbles, introduce, sendText } from "./stage/chat.ts";
import { back, createGroup, inviteLink, noticed, openInfo, openRow, rowOf } from "./stage/groups.ts";
import { sendCode, signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";

const { alice, bob, carol } = PEOPLE;
const LIMIT_MS = 90_000;

async function toList(app: App): Promise<void> {
  if (await app.page.getByTestId("back").first().isVisible()) await back(app);
}

/** On the page that is open already: the link must still be there afterwards. */
async function signUpHere(app: App): Promise<void> {
  await app.page.getByTestId("code").fill(await sendCode(app, carol.number));
  await app.page.getByTestId("name").fill(carol.name);
  await app.page.getByTestId("name-submit").click();
}

for (const [layout, language] of [
  ["phone", "zh-CN"],
  ["pc", "en"],
] as const) {
  test(
    `a group of friends: made, talked in, called by name, read (${layout}, ${language})`,
    () =>
      onStage(async (stage) => {
        const a = await stage.app({ layout, language });
        const b = await stage.app({ layout: "pc" });
        await Promise.all([signUp(a, alice), signUp(b, bob)]);
        await introduce(a, alice.number, b, bob.number);
        // Who has written is known by name.
        await sendText(a, "hi, Bob");
        await sendText(b, "hi, Alice");
        await bubbles(a.page, { text: "hi, Alice" }).waitFor();
        await toList(a);
        await createGroup(a, "Hikers", { people: [bob.name] });
        const said = language === "en" ? "You created “Hikers”" : "你创建了“Hikers”";
        await noticed(a, said);

        await openRow(b, "Hikers");
        await sendText(b, "Saturday?");
        await bubbles(a.page, { text: "Saturday?" }).waitFor();
        expect(await a.page.locator(".row.theirs .sender").textContent()).toBe(bob.name);

        await toList(b);
        await openRow(b, alice.name); // elsewhere, so that what comes is unread
        await a.page.getByTestId("composer").pressSequentially("@bo");
        await a.page.getByTestId("mention").waitFor();
        await a.page.keyboard.press("Enter");
        await a.page.keyboard.type("yes!");
        await a.page.keyboard.press("Enter");
        await bubbles(a.page, { text: `@${bob.name} yes!` }).waitFor();
        await rowOf(b, "Hikers").locator(".unread", { hasText: "@" }).waitFor();
        await openRow(b, "Hikers");
        await b.page.locator(".bubble.mentions-me").waitFor();

        const read = language === "en" ? "Read by 1" : "1 人已读";
        await a.page.getByTestId("read-by").filter({ hasText: read }).click();
        await a.page.getByTestId("readers-read").getByText(bob.name).waitFor();
      }),
    LIMIT_MS,
  );

  test(
    `an invite link leads somebody new through signing up into the group, after an admin (${layout}, ${language})`,
    () =>
      onStage(async (stage) => {
        const a = await stage.app({ layout, language });
        await signUp(a, alice);
        await createGroup(a, "Hikers");
        const url = await inviteLink(a);
        expect(url).toMatch(/\/#\/join\/[\w-]{22}$/);
        await openInfo(a);
        await a.page.getByTestId("group-approval").click();
        await a.page.getByTestId("group-approval").and(a.page.locator(":checked")).waitFor();

        const c = await stage.app({ layout, language });
        const page = await c.open(url.slice(url.indexOf("/#")));
        await page.getByTestId("invited-here").waitFor();
        await signUpHere(c);
        await page.getByTestId("join-submit").click();
        await a.page.getByTestId("request-grant").click();
        await rowOf(c, "Hikers").waitFor();
        await page.reload();
        await openRow(c, "Hikers");
        await sendText(c, "hello");
        await back(a);
        await bubbles(a.page, { text: "hello" }).waitFor();
      }),
    LIMIT_MS,
  );
}

test(
  "an invitation is answered in the list; who is muted, and then removed, is told why they cannot write",
  () =>
    onStage(async (stage) => {
      const [a, c] = [await stage.app({ layout: "pc" }), await stage.app()];
      await Promise.all([signUp(a, alice), signUp(c, carol)]);
      await addFriend(a, carol.number, "Carol");
      await createGroup(a, "Hikers", { people: ["Carol"] });
      await c.page.getByTestId("invitation").getByTestId("accept").click();
      await openRow(c, "Hikers");
      await sendText(c, "here I am");
      await bubbles(a.page, { text: "here I am" }).waitFor();

      await openInfo(a);
      await a.page.getByTestId("member").filter({ hasText: "Carol" }).click();
      await a.page.getByTestId("member-muted").click();
      await a.page.getByTestId("mute_forever").click();
      await c.page.getByTestId("cannot-write").getByText("An admin has muted you.").waitFor();

      await a.page.getByTestId("member").filter({ hasText: "Carol" }).click();
      await a.page.getByTestId("member-removed").click();
      await a.page.getByTestId("member-confirm").click();
      await c.page.getByTestId("cannot-write").getByText("no longer a member").waitFor();
      await bubbles(c.page, { text: "here I am" }).waitFor();
    }),
  LIMIT_MS,
);

test(
  "a chat is pinned, muted, archived and found again; somebody is blocked and unblocked",
  () =>
    onStage(async (stage) => {
      const [a, b] = [await stage.app({ layout: "pc" }), await stage.app()];
      await Promise.all([signUp(a, alice), signUp(b, bob)]);
      await addFriend(a, bob.number, bob.name);
      await addFriend(b, alice.number);
      await addFriend(a, carol.number);
      const choose = async (item: string) => {
        await rowOf(a, bob.name).click({ button: "right" });
        await a.page.getByTestId(`menu-${item}`).click();
        await a.page.getByRole("dialog").waitFor({ state: "detached" });
      };
      await choose("pin");
      expect(await a.page.getByTestId("conversation").first().textContent()).toContain(bob.name);
      await choose("archive");
      await rowOf(a, bob.name).waitFor({ state: "detached" });
      await a.page.getByTestId("archive").click();
      await choose("unarchive");
      await a.page.getByTestId("conversation").filter({ hasText: bob.name }).waitFor();

      await rowOf(a, bob.name).click({ button: "right" });
      await a.page.getByTestId("menu-block").click();
      await a.page.getByTestId("block-confirm").click();
      await openRow(a, bob.name);
      await a.page.getByTestId("cannot-write").waitFor();
      await sendText(b, "do you hear me?");
      await b.page.locator("[data-testid=message][data-state=failed]").waitFor();
      await a.page.getByTestId("unblock").click();
      await a.page.getByTestId("composer").waitFor();
    }),
  LIMIT_MS,
);
