/** The language of a handset, as far as its number tells. */
export type SmsLocale = "zh-CN" | "en";

export function localeOf(number: string): SmsLocale {
  return /^\+(86|852|853|886)/.test(number) ? "zh-CN" : "en";
}

/** An SMS as a template with parameters, for links that take no free text, and as the text that these make. */
export interface Wording {
  template_id: string;
  parameters: Readonly<Record<string, string>>;
  text: string;
}

/** What stands in front of and behind what somebody wrote. `first`: the thread is new to the handset, or old. */
export function around(name: string, first: boolean, locale: SmsLocale): { before: string; after: string } {
  if (locale === "zh-CN") return { before: `${name}：`, after: first ? "（回复即可，退订回TD）" : "" };
  return { before: `${name}: `, after: first ? " (Just reply. STOP to opt out.)" : "" };
}

export const MESSAGE_TEMPLATE = "message";

export function messageWording(name: string, words: string, first: boolean, locale: SmsLocale): Wording {
  const { before, after } = around(name, first, locale);
  return { template_id: MESSAGE_TEMPLATE, parameters: { name, words }, text: `${before}${words}${after}` };
}

/** That something is waiting in the app, for somebody who has it. */
export function noticeWording(name: string, count: number, locale: SmsLocale): Wording {
  const parameters = { name, count: String(count) };
  const text =
    locale === "zh-CN"
      ? `${name}给你留言了（${count}条），请打开飞聊查看。回复本短信即可答复，退订回TD`
      : `${name} has written to you (${count}). Open Feiliao to read, or reply to this SMS. STOP to opt out.`;
  return { template_id: "notice", parameters, text };
}

/** Which of several conversations a handset has answered. */
export function questionWording(names: readonly string[], locale: SmsLocale): Wording {
  const choices = names.map((name, index) => `${index + 1} ${name}`);
  const text =
    locale === "zh-CN"
      ? `你在回复谁？回复 ${choices.join("，")}`
      : `Whom do you answer? Reply ${choices.join(", ")}`;
  return { template_id: "question", parameters: { choices: choices.join("，") }, text };
}

export function optOutWording(out: boolean, locale: SmsLocale): Wording {
  const texts = {
    "zh-CN": out ? "已退订，你不会再收到短信（验证码除外）。恢复请回KT" : "已恢复接收短信。退订请回TD",
    en: out
      ? "You will get no more SMS from us, except codes. START to undo."
      : "You get SMS from us again. STOP to opt out.",
  };
  return { template_id: out ? "opted_out" : "opted_in", parameters: {}, text: texts[locale] };
}

/** To a handset that wrote to nobody. */
export function nobodyWording(locale: SmsLocale): Wording {
  const text =
    locale === "zh-CN"
      ? "这个号码没有找到与你对话的人，消息未送达。"
      : "Nobody has a conversation with you at this number. Your message was not delivered.";
  return { template_id: "nobody", parameters: {}, text };
}
