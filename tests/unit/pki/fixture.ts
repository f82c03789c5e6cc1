/** The files of `fixtures/`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const password = 'Fixture-1!';
export const fixturePath = (name: string): string => join(import.meta.dirname, 'fixtures', name);
export const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(fixturePath(name)));
export const textFixture = (name: string): string => Buffer.from(fixture(name)).toString('latin1');
