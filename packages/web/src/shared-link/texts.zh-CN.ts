import type { Texts } from "./texts.en.ts";

export const chinese: Texts = {
  somebody: "有人",
  from: {
    voice: (name) => `${name} 给你发来一段语音`,
    image: (name) => `${name} 给你发来一张图片`,
    video: (name) => `${name} 给你发来一段视频`,
    file: (name) => `${name} 给你发来一个文件`,
  },
  opening: "正在打开…",
  gone: "链接已经失效",
  gone_why: "链接在 7 天内有效，消息撤回后也会失效。可以请对方再发一次。",
  offline: "没有网络连接",
  retry: "重试",
  play: "播放",
  pause: "暂停",
  position: "语音播放位置",
  of: (position, length) => `${position}，共 ${length}`,
  not_playable: "这个浏览器无法播放。",
  download: (size) => `下载 ${size}`,
  answer: "直接回复那条短信，对方就能收到。",
  join: "使用飞聊",
  until: (date) => `链接在 ${date} 之前有效。`,
};
