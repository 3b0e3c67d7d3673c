import type { Coordinates } from "./coordinates.ts";
import "./location.css";

/** Width and height of the drawing, in units of its own. */
const WIDTH = 240;
const HEIGHT = 112;
const CELL = 28;

/**
 * A drawn grid with a pin, not a map: fetching map tiles would tell somebody where people are. The grid is shifted by
 * the place, so that two places look different.
 */
export function LocationPlan(props: { place: Coordinates }) {
  const shift = (degrees: number): number => (((degrees * 1_000) % 1) + 1) % 1;
  const columns = () => lines(WIDTH, shift(-props.place.longitude));
  const rows = () => lines(HEIGHT, shift(props.place.latitude));
  const grid = (): string =>
    [...columns().map((x) => `M${x} 0V${HEIGHT}`), ...rows().map((y) => `M0 ${y}H${WIDTH}`)].join("");
  return (
    <svg
      class="location-plan"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <path class="plan-grid" d={grid()} />
      <circle class="plan-range" cx={WIDTH / 2} cy={HEIGHT / 2 + 8} r="26" />
      <path
        class="plan-pin"
        transform={`translate(${WIDTH / 2} ${HEIGHT / 2 + 8})`}
        d="M0 0c-9-11-13-17-13-23a13 13 0 0 1 26 0c0 6-4 12-13 23z"
      />
      <circle class="plan-hole" cx={WIDTH / 2} cy={HEIGHT / 2 - 15} r="5" />
      <path class="plan-north" d="M222 24l-5 3 5-15 5 15z" />
      <text class="plan-north" x="222" y="38" text-anchor="middle">
        N
      </text>
    </svg>
  );
}

function lines(extent: number, shift: number): number[] {
  return Array.from({ length: Math.ceil(extent / CELL) + 1 }, (_, index) =>
    Math.round((index + shift - 0.5) * CELL),
  );
}
