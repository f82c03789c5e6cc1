/** Two cores are shared with whole programs: what takes long is not wrong. */
import { configure } from '@testing-library/svelte';
import { expect, vi } from 'vitest';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });
configure({ asyncUtilTimeout: 10_000 });

/** Like `expect`, of a state that comes by itself. */
export const eventually = <T>(read: () => T): ReturnType<typeof expect.poll<T>> => expect.poll(read, { timeout: 10_000 });
