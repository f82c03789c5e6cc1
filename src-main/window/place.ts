/** Where the window was, kept from one start to the next. Losing it costs nothing, so failures are not told. */
import type { BrowserWindow, Rectangle } from 'electron';
import * as v from 'valibot';
import { keptFile } from '../files/kept-file.ts';

const pixels = v.pipe(v.number(), v.safeInteger());
const placeSchema = v.object({ x: pixels, y: pixels, width: pixels, height: pixels, maximized: v.boolean() });
export type Place = v.InferOutput<typeof placeSchema>;

export interface WindowPlace {
  /** `null` at the first start */
  readonly last: Place | null;
  follow(window: BrowserWindow): void;
  /** Resolves when the last place is on the disk. */
  settled(): Promise<void>;
}

/** Reads the place that is kept at `path`. */
export async function windowPlace(path: string, now: () => Date): Promise<WindowPlace> {
  const file = keptFile(path, placeSchema, now);
  const kept = await file.read();
  let writing: Promise<unknown> = Promise.resolve();
  return {
    last: kept.state === 'read' ? kept.value : null,
    follow: (window) => {
      window.on('close', () => {
        writing = file.write({ ...window.getNormalBounds(), maximized: window.isMaximized() });
      });
    },
    settled: async () => {
      await writing;
    },
  };
}

/** Pixels of the title bar that must be within reach of the mouse, so that the window can be moved */
const reach = { width: 100, height: 40 };

/** Displays come and go: `true` when enough of the title bar lies on one of them. */
export const isWithinReach = (place: Rectangle, workAreas: readonly Rectangle[]): boolean =>
  workAreas.some(
    (area) =>
      place.x + place.width >= area.x + reach.width &&
      place.x <= area.x + area.width - reach.width &&
      place.y >= area.y &&
      place.y <= area.y + area.height - reach.height,
  );
