/** `Get-ExchangeServer`. */
import { propertyOf, type PsValue } from '../clixml/value.ts';
import { ok, type Result } from '../errors.ts';
import type { Known } from '../model/known.ts';
import type { ExchangeServer } from '../model/organization.ts';
import { readText, readWith, textOf } from './property.ts';
import { required } from './required.ts';

export function readExchangeServer(object: PsValue): Result<ExchangeServer> {
  const name = required('server', 'Name', readText(object, 'Name'));
  if (!name.ok) return name;
  const fqdn = required('server', 'Fqdn', readText(object, 'Fqdn'));
  if (!fqdn.ok) return fqdn;
  return ok({ name: name.value, fqdn: fqdn.value, version: readVersion(object), serverRole: readText(object, 'ServerRole') });
}

/** AdminDisplayVersion: a ServerVersion, or only its text `Version 15.2 (Build 986.5)`. */
const readVersion = (object: PsValue): Known<string> =>
  readWith(object, 'AdminDisplayVersion', (value) => versionFromParts(value) ?? versionFromText(textOf(value) ?? ''));

function versionFromParts(value: PsValue): string | undefined {
  const parts = ['Major', 'Minor', 'Build', 'Revision'].map((name) => {
    const part = propertyOf(value, name);
    return part?.type === 'int32' ? part.value : undefined;
  });
  return parts.every((part) => part !== undefined) ? parts.join('.') : undefined;
}

function versionFromText(text: string): string | undefined {
  const [, major, minor, build, revision] =
    /^Version (\d+)\.(\d+) \(Build (\d+)\.(\d+)\)$/.exec(text) ?? /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text) ?? [];
  return major === undefined ? undefined : [major, minor, build, revision].join('.');
}
