/** Where the window was, kept from one start to the next. Losing it costs nothing, so failures are not told. */
import type { BrowserWindow, Rectangle } from 'electron';
import * as v from 'valibot';
import { keptFile } from '../files/kept-file.ts';

const rectangle = v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() });

export interface WindowPlace {
  readonly last: Rectangle | null;
  follow(window: BrowserWindow): void;
}

export async function windowPlace(path: string, now: () => Date): Promise<WindowPlace> {
  const file = keptFile(path, rectangle, now);
  const kept = await file.read();
  return {
    last: kept.state === 'read' ? kept.value : null,
    follow: (window) => {
      window.on('close', () => {
        void file.write(window.getNormalBounds());
      });
    },
  };
}
