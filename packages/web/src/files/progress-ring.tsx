import { Icon, type IconName } from "../ui/icon.tsx";
import "./progress-ring.css";

const RADIUS = 20;
const LENGTH = 2 * Math.PI * RADIUS;

/** How far something has come, around the sign of what a press does. */
export function ProgressRing(props: { done: number; icon: IconName }) {
  return (
    <span
      class="progress-ring"
      role="progressbar"
      aria-valuenow={Math.round(props.done * 100)}
      aria-valuemin="0"
      aria-valuemax="100"
    >
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <circle cx="24" cy="24" r={RADIUS} />
        <circle
          class="progress-done"
          cx="24"
          cy="24"
          r={RADIUS}
          stroke-dasharray={`${Math.max(0.02, props.done) * LENGTH} ${LENGTH}`}
        />
      </svg>
      <Icon name={props.icon} />
    </span>
  );
}
