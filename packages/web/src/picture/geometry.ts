export interface Size {
  width: number;
  height: number;
}

/** The size of a picture whose longest side may be `side` at most; small pictures are never enlarged. */
export function fitWithin({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The largest square in the middle. */
export function squareOf({ width, height }: Size): Size & { x: number; y: number } {
  const side = Math.min(width, height);
  return { x: (width - side) / 2, y: (height - side) / 2, width: side, height: side };
}

const BUBBLE_WIDTH_MAX = 300;
const BUBBLE_HEIGHT_MAX = 340;
const BUBBLE_SIDE_MIN = 96;

/** The room a picture takes in its bubble, known before its bytes are here so that nothing moves later. */
export function bubbleSize({ width, height }: Size): Size {
  const scale = Math.min(1, BUBBLE_WIDTH_MAX / width, BUBBLE_HEIGHT_MAX / height);
  return {
    width: Math.max(BUBBLE_SIDE_MIN, Math.round(width * scale)),
    height: Math.max(BUBBLE_SIDE_MIN, Math.round(height * scale)),
  };
}

/** The same as a style. */
export function bubbleRoom(picture: Size) {
  const { width, height } = bubbleSize(picture);
  return { "inline-size": `${width}px`, "aspect-ratio": `${width} / ${height}` };
}
