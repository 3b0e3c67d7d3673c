export const english = {
  somebody: "Somebody",
  from: {
    voice: (name: string) => `${name} sent you a voice message`,
    image: (name: string) => `${name} sent you a picture`,
    video: (name: string) => `${name} sent you a video`,
    file: (name: string) => `${name} sent you a file`,
  },
  opening: "Opening…",
  gone: "This link shows nothing any more",
  gone_why: "A link works for seven days, and only while the message is there. Ask whoever sent it.",
  offline: "There is no connection",
  retry: "Try again",
  play: "Play",
  pause: "Pause",
  position: "Position in the voice message",
  of: (position: string, length: string) => `${position} of ${length}`,
  not_playable: "This browser cannot play it.",
  download: (size: string) => `Download ${size}`,
  answer: "Answer the SMS, and your words reach them.",
  join: "Get Feiliao",
  until: (date: string) => `This link works until ${date}.`,
};

export type Texts = typeof english;
