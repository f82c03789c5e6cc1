/** Draws build/icon.ico from build/icon.svg and build/icon-small.svg: `npx tsx scripts/package-icon.ts`. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type Page } from 'playwright';
import { root } from './root.ts';
import { hasDisplay, startDisplay } from './runtime/display.ts';
import { findRuntime } from './runtime/electron-runtime.ts';
import { asOrdinaryUser, folderForUser, giveTo } from './runtime/ordinary-user.ts';
import { provideSystemLibraries } from './runtime/system-libraries.ts';

interface Picture {
  readonly size: number;
  /** A whole PNG file */
  readonly png: Buffer;
  /** Red, green, blue, alpha, from the top left */
  readonly pixels: Buffer;
}

/** Windows asks for these at 100, 125, 150, 200 and 250 % of its sizes. Below 32 pixels details become dirt. */
const drawings = [
  { file: 'icon-small.svg', sizes: [16, 20, 24] },
  { file: 'icon.svg', sizes: [32, 40, 48, 64, 128, 256] },
] as const;

const build = join(root, 'build');
const say = (line: string): void => {
  console.log(line);
};

async function draw(page: Page, svg: string, size: number): Promise<Picture> {
  const drawn = await page.evaluate(
    async ([source, side]) => {
      const image = new Image();
      image.src = `data:image/svg+xml;base64,${btoa(source)}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = side;
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('No canvas.');
      context.drawImage(image, 0, 0, side, side);
      return { png: canvas.toDataURL('image/png'), pixels: [...context.getImageData(0, 0, side, side).data] };
    },
    [svg, size] as const,
  );
  return { size, png: Buffer.from(drawn.png.split(',')[1] ?? '', 'base64'), pixels: Buffer.from(drawn.pixels) };
}

/** As every version of Windows and every tool reads it: bitmaps, and PNG for the largest only. */
const imageOf = ({ size, png, pixels }: Picture): Buffer => (size === 256 ? png : bitmap(size, pixels));

/** A device-independent bitmap of 32 bits: rows from the bottom, and a mask that alpha makes superfluous. */
function bitmap(size: number, pixels: Buffer): Buffer {
  const header = Buffer.alloc(40);
  header.writeUInt32LE(40, 0);
  header.writeInt32LE(size, 4);
  header.writeInt32LE(size * 2, 8);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(32, 14);
  const colors = Buffer.alloc(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const from = ((size - 1 - y) * size + x) * 4;
      const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(from, from + 4);
      colors.set([blue, green, red, alpha], (y * size + x) * 4);
    }
  }
  return Buffer.concat([header, colors, Buffer.alloc(Math.ceil(size / 32) * 4 * size)]);
}

function icon(pictures: readonly Picture[]): Buffer {
  const images = pictures.map((picture) => ({ size: picture.size, data: imageOf(picture) }));
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  for (const [index, { size, data }] of images.entries()) {
    const entry = 6 + 16 * index;
    // One byte a side: 256 is written as 0.
    header.set([size % 256, size % 256], entry);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(data.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += data.length;
  }
  return Buffer.concat([header, ...images.map(({ data }) => data)]);
}

const runtime = await findRuntime(say);
await provideSystemLibraries(!hasDisplay(), say);
const display = hasDisplay() ? undefined : await startDisplay();
const home = folderForUser('hcw-icon-');
cpSync(join(root, 'tests/bench/empty-app'), join(home, 'empty-app'), { recursive: true });
giveTo(home);
const application = await _electron.launch({
  executablePath: asOrdinaryUser(runtime.executable, home),
  args: [join(home, 'empty-app'), `--user-data-dir=${join(home, 'data')}`],
  env: { ...process.env, ...(display === undefined ? {} : { DISPLAY: display.name }) },
  chromiumSandbox: true,
});
try {
  const page = await application.firstWindow();
  const pictures: Picture[] = [];
  for (const { file, sizes } of drawings) {
    const svg = readFileSync(join(build, file), 'utf8');
    for (const size of sizes) pictures.push(await draw(page, svg, size));
  }
  writeFileSync(join(build, 'icon.ico'), icon(pictures));
  say(`build/icon.ico: ${pictures.map(({ size }) => size).join(', ')} pixels`);
} finally {
  await application.close();
  display?.stop();
  rmSync(home, { recursive: true });
}
