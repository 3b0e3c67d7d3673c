import "./icon.css";

/** Stroke drawings on a 24 × 24 grid, made for this app. */
const PATHS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  search: "M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16.2 16.2L20.5 20.5",
  settings:
    "M4 7h9M19 7h1M4 17h1M11 17h9M16 4.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4zM8 14.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z",
  mic: "M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  send: "M12 20V5M5.5 11.5L12 5l6.5 6.5",
  picture:
    "M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM4 16.5l4.6-4.6 5 5M12.8 14.2l2.6-2.6 4.6 4.6M14.5 8h.01",
  emoji: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM8.5 14.2a4.2 4.2 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
  lock: "M7 11h10a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  trash: "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10.2 11v5M13.8 11v5",
  down: "M12 5v13M6 12.5l6 6 6-6",
  up: "M12 19V6M6 11.5l6-6 6 6",
  clock: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4.3l2.8 1.7",
  check: "M5 12.5l4.5 4.5L19 7.5",
  checks: "M2.5 12.5L7 17l8.5-9M12.4 16.4l.6.6L21.5 8",
  heard: "M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v6H5a1 1 0 0 1-1-1zM20 14h-3v6h2a1 1 0 0 0 1-1z",
  failed: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4.5M12 16h.01",
  camera:
    "M4.5 8h3l1.6-2.5h5.8L16.5 8h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1zM12 10a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4z",
  copy: "M9 8h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1zM16 8V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3",
  share: "M12 15V4M7.5 8L12 3.5 16.5 8M5 13v6a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-6",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  person: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20a7.5 7.5 0 0 1 15 0",
  file: "M7 3h7l4.5 4.5V20a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM14 3v5h4.5",
  place:
    "M12 21c-4.5-5-7-8.4-7-11a7 7 0 0 1 14 0c0 2.6-2.5 6-7 11zM12 7.4a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2z",
  card: "M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM8.5 9a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM5.5 16.2a3 3 0 0 1 6 0M14.5 10h4M14.5 14h4",
  chevron: "M9 5l7 7-7 7",
  people:
    "M9 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM2.5 19.5a6.5 6.5 0 0 1 13 0M15.5 5.4a3.5 3.5 0 0 1 0 6.2M18 14.4a6.5 6.5 0 0 1 3.5 5.1",
  more: "M5.5 12a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0m6 0a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0m6 0a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0",
  pin: "M9 4h6M10 4v6l-3 3.5h10L14 10V4M12 13.5V20",
  quiet: "M6 16V11a6 6 0 0 1 9.5-4.9M18 11.5V16M4.5 16h13M10.3 19.5a2 2 0 0 0 3.4 0M4 4l16 16",
  announce: "M5 10v4h3l7 4V6l-7 4zM18.5 9.5a3.5 3.5 0 0 1 0 5",
  key: "M14.5 4a5.5 5.5 0 1 1-2 10.6L10 17H7.5v2.5H4V16l5.4-5.4A5.5 5.5 0 0 1 14.5 4zM16 8h.01",
  phone: "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
  tablet: "M6 3h12a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
  computer: "M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM9 20h6M12 16v4",
  edit: "M5 19h3.5L19 8.5 15.5 5 5 15.5zM13 7.5l3.5 3.5",
  scan: "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M4 12h16",
  listen: "M4 9.5v5h3.5L12 18V6L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
} as const;
const SHAPES = {
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M7.5 5.5h3v13h-3zM13.5 5.5h3v13h-3z",
} as const;

export type IconName = keyof typeof PATHS | keyof typeof SHAPES;

/** Decoration only: what a control does is said by its label. */
export function Icon(props: { name: IconName; class?: string }) {
  const solid = (): boolean => props.name in SHAPES;
  return (
    <svg
      class={`icon ${props.class ?? ""}`}
      classList={{ solid: solid() }}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <path d={{ ...PATHS, ...SHAPES }[props.name]} />
    </svg>
  );
}
