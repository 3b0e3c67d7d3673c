import type { Fault } from "./simulator-api.ts";

export interface Texts {
  title: string;
  subtitle: string;
  live: string;
  reconnecting: string;
  other_language: string;
  open_app: string;
  number_label: string;
  number_hint: string;
  number_open: string;
  number_wrong: string;
  samples: string;
  handsets: string;
  no_handsets: string;
  back: string;
  foreign: string;
  virtual_operator: string;
  choose: string;
  empty: string;
  copy: (code: string) => string;
  copied: string;
  reply_label: string;
  reply_send: string;
  reply_wrong: string;
  state: { sending: string; sent: string; failed: string; barred: string };
  magic: string;
  magic_intro: string;
  magic_here: string;
  faults: Record<Fault, { name: string; what: string }>;
}

const english: Texts = {
  title: "Virtual phones",
  subtitle: "The built-in carrier: SMS from this server arrive here, on no real network.",
  live: "Live",
  reconnecting: "Reconnecting…",
  other_language: "中文",
  open_app: "Open Feiliao",
  number_label: "Phone number",
  number_hint: "+86 138 0013 8000",
  number_open: "Take this phone",
  number_wrong: "Write it with its country code, as in +86 138 0013 8000.",
  samples: "Or one of these",
  handsets: "Phones with messages",
  no_handsets: "No SMS so far. Sign up in Feiliao with any number, and its phone appears here.",
  back: "All phones",
  foreign: "Carrier abroad",
  virtual_operator: "virtual operator",
  choose: "Choose a phone, or sign up with any number: its SMS opens here by itself.",
  empty: "No SMS yet. Sign up in Feiliao with this number, and the code arrives here.",
  copy: (code) => `Copy the code ${code}`,
  copied: "Copied",
  reply_label: "Reply by SMS",
  reply_send: "Send",
  reply_wrong: "The server is not answering. Try again.",
  state: {
    sending: "Sending…",
    sent: "Sent",
    failed: "Not taken by the server",
    barred: "This line cannot send",
  },
  magic: "Numbers that go wrong",
  magic_intro: "The last four digits of any number make the carrier misbehave, to try what happens then.",
  magic_here: "This number goes wrong on purpose:",
  faults: {
    refused: { name: "Refused", what: "The carrier refuses every SMS to it." },
    never_arrives: { name: "Lost", what: "The carrier accepts the SMS, but it never arrives." },
    unanswered: { name: "No answer", what: "The SMS arrives, but the carrier never says so." },
    late: { name: "Late", what: "The SMS arrives 20 seconds late." },
    duplicate: { name: "Twice", what: "Every SMS arrives twice." },
  },
};

const chinese: Texts = {
  title: "虚拟手机",
  subtitle: "内置的模拟运营商：本服务器发出的短信都到这里，不经过真实网络。",
  live: "实时",
  reconnecting: "正在重新连接…",
  other_language: "English",
  open_app: "打开飞聊",
  number_label: "手机号码",
  number_hint: "138 0013 8000",
  number_open: "使用这部手机",
  number_wrong: "请填写 11 位手机号；境外号码请带国家区号，如 +852 6123 4567。",
  samples: "或者选一个",
  handsets: "有短信的手机",
  no_handsets: "还没有短信。用任意号码注册飞聊，对应的手机就会出现在这里。",
  back: "所有手机",
  foreign: "境外运营商",
  virtual_operator: "虚拟运营商",
  choose: "选一部手机；或用任意号码注册，短信到达后会自动打开。",
  empty: "还没有短信。用这个号码注册飞聊，验证码就会发到这里。",
  copy: (code) => `复制验证码 ${code}`,
  copied: "已复制",
  reply_label: "回复短信",
  reply_send: "发送",
  reply_wrong: "服务器没有响应，请重试。",
  state: { sending: "发送中…", sent: "已发送", failed: "服务器没有接收", barred: "此号码不能发短信" },
  magic: "会出故障的号码",
  magic_intro: "任何号码，只要后四位如下，模拟运营商就会按说明出错，用来试试届时会怎样。",
  magic_here: "这个号码会故意出错：",
  faults: {
    refused: { name: "拒收", what: "运营商拒绝发往它的每条短信。" },
    never_arrives: { name: "丢失", what: "运营商受理了短信，但永远不会送达。" },
    unanswered: { name: "无回应", what: "短信会送达，但运营商不给回应。" },
    late: { name: "迟到", what: "短信迟到 20 秒。" },
    duplicate: { name: "重复", what: "每条短信都会收到两次。" },
  },
};

export const TEXTS = { "zh-CN": chinese, en: english } as const;
