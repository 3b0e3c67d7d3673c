const list = (glyphs: string): string[] => glyphs.split(" ");

/** The emoji people use most in chats, by subject. */
export const EMOJI = {
  faces: list(
    "😀 😃 😄 😁 😆 😅 😂 🤣 🙂 😉 😊 😇 🥰 😍 🤩 😘 😋 😛 😜 🤪 🤗 🤭 🤫 🤔 🤐 😐 😶 😏 😒 🙄 😬 😌 😔 😪 😴 😷 🤒 🤧 🥵 🥶 😵 🤠 🥳 😎 🤓 😕 😟 🙁 😮 😲 😳 🥺 😢 😭 😱 😖 😓 😫 🥱 😤 😡 🤬 😈 💀 💩 🤡 👻 🙈",
  ),
  gestures: list("👍 👎 👌 ✌️ 🤞 🤟 🤙 👈 👉 👆 👇 ☝️ 👋 🤚 ✋ 👏 🙌 🤝 🙏 💪 ✍️ 🤳 🙋 🙆 🙅 🤷 🤦 🙇 💃 🕺"),
  hearts: list("❤️ 🧡 💛 💚 💙 💜 🖤 🤍 💔 💕 💞 💓 💗 💖 💘 💝 💋 💌 💯 💢 💥 💫 💦 💤 💬 ✨ 🔥 🎉 🎊 🎁"),
  nature: list(
    "🐶 🐱 🐭 🐰 🦊 🐻 🐼 🐨 🐯 🦁 🐮 🐷 🐸 🐵 🐔 🐧 🐦 🦆 🦉 🐝 🦋 🐢 🐟 🐬 🐳 🌸 🌹 🌻 🌲 🍀 🍁 🌙 ⭐ ☀️ ⛅ 🌧️ ❄️ 🌈 🌊",
  ),
  food: list(
    "🍎 🍊 🍋 🍌 🍉 🍇 🍓 🍑 🍍 🥝 🍅 🌽 🥕 🍞 🥐 🧀 🥚 🍗 🍔 🍟 🍕 🥟 🍜 🍚 🍣 🍱 🍤 🍦 🍰 🎂 🍫 🍭 🍵 ☕ 🧋 🥤 🍺 🍻 🥂 🍷",
  ),
  life: list(
    "🏠 🏢 🏫 🚗 🚕 🚌 🚇 🚄 ✈️ 🚲 🛵 ⛽ 📱 💻 📷 🎧 🎤 🎵 🎮 ⚽ 🏀 🏓 🏸 🏊 🏃 🧧 🏮 🀄 💰 💳 📚 ✏️ 📌 📎 🔑 💡 ⏰ 📅 ✅ ❌ ❓ ❗",
  ),
} as const;

export type EmojiGroup = keyof typeof EMOJI;
