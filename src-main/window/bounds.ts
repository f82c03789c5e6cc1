/** Where the window opens, and how large. Knows no Electron, so that every screen can be tested. */

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels before scaling: it fits a server's screen of 1280 × 800. */
const usual = { width: 1120, height: 760 };
/** A remote session in a corner of the screen; the pages work at this size. */
export const smallest = { minWidth: 640, minHeight: 480 };

/** Pixels of the title bar that must be within reach of the mouse, so that the window can be moved */
const reach = { width: 100, height: 40 };

const isWithinReach = (bounds: Rectangle, area: Rectangle): boolean =>
  bounds.x + bounds.width >= area.x + reach.width &&
  bounds.x <= area.x + area.width - reach.width &&
  bounds.y >= area.y &&
  bounds.y <= area.y + area.height - reach.height;

/**
 * The bounds of the window: those that it had when it was closed, else the usual ones, and never larger than the screen, whose scale
 * may have changed. Without a place the window opens in the middle. `areas`: the work areas of the displays, the primary one first.
 */
export function openingBounds(last: Rectangle | null, areas: readonly Rectangle[]): Partial<Rectangle> {
  const area = (last === null ? undefined : areas.find((one) => isWithinReach(last, one))) ?? areas[0];
  const { width, height } = last ?? usual;
  if (area === undefined) return { width, height };
  const size = { width: Math.min(width, area.width), height: Math.min(height, area.height) };
  if (last === null || !isWithinReach(last, area)) return size;
  // One that was shrunk to the screen lies on it; every other one stays where it was.
  return { ...size, x: size.width < width ? area.x : last.x, y: size.height < height ? area.y : last.y };
}
