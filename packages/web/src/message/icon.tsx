import "../ui/icon.css";

/** Stroke drawings on a 24 × 24 grid, made for this app, which only this part of it needs. */
const PATHS = {
  reply: "M9.5 7L4.5 12l5 5M5 12h9a5.5 5.5 0 0 1 5.5 5.5V19",
  forward: "M14.5 7l5 5-5 5M19 12h-9a5.5 5.5 0 0 0-5.5 5.5V19",
  edit: "M4.5 19.5l.9-3.9L16 5l3 3L8.4 18.6zM13.8 7.2l3 3",
  recall: "M4.5 12a7.5 7.5 0 1 0 2.4-5.5L4.5 9M4.5 4.5V9H9",
  pin: "M9 4h6M10 4v5.5L7 13v1.5h10V13l-3-3.5V4M12 14.5V20",
  star: "M12 4.2l2.4 4.9 5.4.8-3.9 3.8.9 5.4-4.8-2.6-4.8 2.6.9-5.4-3.9-3.8 5.4-.8z",
  select: "M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM8 12.2l2.8 2.8L16 9.5",
  history: "M4.5 12a7.5 7.5 0 1 0 2.4-5.5L4.5 9M4.5 4.5V9H9M12 8v4.3l2.8 1.7",
  timer: "M12 6.5a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM12 10v3.5l2.2 1.3M9.5 3.5h5",
  react: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM8.5 14.2a4.2 4.2 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
} as const;

export type MessageIconName = keyof typeof PATHS;

/** Decoration only: what a control does is said by its label. */
export function MessageIcon(props: { name: MessageIconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[props.name]} />
    </svg>
  );
}
