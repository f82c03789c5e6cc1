/** One mutated input against one reader. */
import { mostSteps, type FuzzFormat } from './format.ts';
import { mutated } from './mutate.ts';

/** `crashed`: an exception, or a broken invariant. `hung`: more steps than any well-formed input needs. */
export type Verdict = { readonly kind: 'accepted' | 'refused' } | { readonly kind: 'crashed' | 'hung'; readonly why: string };

export async function tryInput(format: FuzzFormat, index: number): Promise<Verdict> {
  const input = mutated(format, index);
  try {
    const { accepted, steps = 0 } = await format.read(input);
    if (steps > mostSteps(input)) return { kind: 'hung', why: `${steps} steps for ${input.length} bytes` };
    return { kind: accepted ? 'accepted' : 'refused' };
  } catch (error) {
    return { kind: 'crashed', why: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
