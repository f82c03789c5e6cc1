/** Zoom by the keys of every browser and by the wheel. Knows no Electron, so that every key can be tested. */

export const zoomFactors = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

export type ZoomStep = 'in' | 'out' | 'reset';

/** The part of Electron's `Input` that names a key. */
export interface ZoomKey {
  readonly type: string;
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

/** Ctrl with plus, minus or zero. The key with the plus sign is `=` on US keyboards and `;` on Japanese ones. */
const steps: Readonly<Record<string, ZoomStep>> = { '+': 'in', '=': 'in', ';': 'in', '-': 'out', _: 'out', '0': 'reset' };

/** `null` for every other key. */
export const zoomStepOf = ({ type, key, control, alt, meta }: ZoomKey): ZoomStep | null =>
  type === 'keyDown' && control && !alt && !meta ? (steps[key] ?? null) : null;

/** The next factor; at an end it stays. */
export function zoomed(factor: number, step: ZoomStep): number {
  if (step === 'reset') return 1;
  const next = step === 'in' ? zoomFactors.find((one) => one > factor + 0.01) : zoomFactors.findLast((one) => one < factor - 0.01);
  return next ?? factor;
}

/** A kept factor that is none of these, as a file that was edited may have, counts as 100 %. */
export const knownFactor = (factor: number): number => (zoomFactors.some((one) => one === factor) ? factor : 1);

/** The part of Electron's `WebContents` that is enlarged. */
export interface ZoomedContents {
  on(event: 'before-input-event', listener: (event: { preventDefault(): void }, input: ZoomKey) => void): unknown;
  on(event: 'zoom-changed', listener: (event: unknown, direction: 'in' | 'out') => void): unknown;
  setZoomFactor(factor: number): void;
}

/** Follows keys and wheel from `factor` on; returns what is the factor now. */
export function followZoom(contents: ZoomedContents, first: number): () => number {
  let factor = first;
  const step = (by: ZoomStep): void => {
    factor = zoomed(factor, by);
    contents.setZoomFactor(factor);
  };
  contents.on('before-input-event', (event, input) => {
    const by = zoomStepOf(input);
    if (by === null) return;
    event.preventDefault();
    step(by);
  });
  contents.on('zoom-changed', (_, direction) => {
    step(direction);
  });
  return () => factor;
}
