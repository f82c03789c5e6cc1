/**
 * As much of an Electron for Windows as packaging looks at: an executable with version information and a
 * wire of fuses, and the files beside it. It cannot run: where it is made there is no Electron for Windows.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/** Before each wire of fuses, in every Electron. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Version of the wire, its length, and the fuses as Electron ships them. */
const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, 8]), Buffer.from('10110001')]);
const language = { lang: 0x0409, codepage: 1200 };

function executable(): Buffer {
  const file = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(file);
  const version = Resource.VersionInfo.createEmpty();
  version.setStringValues(language, { ProductName: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(file);
  file.setExtraData(wire);
  return Buffer.from(file.generate());
}

export function writeStandIn(folder: string): void {
  for (const name of ['locales', 'resources/default_app.asar']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'electron.exe'), executable());
  for (const locale of ['de', 'en-GB', 'en-US', 'ja']) writeFileSync(join(folder, 'locales', `${locale}.pak`), locale);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version']) writeFileSync(join(folder, name), 'stand-in');
}
