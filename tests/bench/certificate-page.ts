/** The certificate page of a large organization: how long it takes to paint, and whether scrolling ever stops. */
import { folderForUser, giveTo } from '../../scripts/runtime/ordinary-user.ts';
import { withWindow, type WindowGround } from '../../scripts/runtime/with-window.ts';
import { openWizard, type WizardWindow } from '../../scripts/tour/window.ts';
import { writeCollection } from '../contract/collect.ts';
import { beginGuided, openFiles } from '../e2e/guided-flow.ts';
import { type Bench, type Comparison, type Pair } from './bench.ts';
import { organizationOf } from './organization-of.ts';

const rounds = 5;
/** 200 servers with 20 certificates each, 12 of which are only on that server: 2,408 rows. */
const large = { servers: 200, certificates: 20 };
const small = { servers: 3, certificates: 20 };
/** Milliseconds from which a person notices that the page froze. */
const longTask = 50;

export const certificatePage: Bench = { name: 'certificate-page', run: (say) => withWindow(say, (ground) => compare(ground, say)) };

async function compare(ground: WindowGround, say: (line: string) => void): Promise<readonly Comparison[]> {
  const few = await gathered(ground, small);
  const many = await gathered(ground, large);
  try {
    const painted: Pair[] = [];
    const scrolled: Pair[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const against = await paint(few);
      const subject = await paint(many);
      // Counted beforehand: the headings with the numbers exist only while they are visible.
      const rows = await rowsOf(many);
      const { longest, frames } = await scroll(many);
      if (round === 0) say(`${String(rows)} certificates in the groups in sight, scrolled through in ${String(frames)} frames`);
      else {
        painted.push({ subject, against });
        scrolled.push({ subject: longest, against: longTask });
      }
      for (const window of [few, many]) {
        await window.page.getByTestId('back').click();
        await window.at('collect.done');
      }
    }
    return [
      { subject: '2,408 certificates, click to paint', against: '44 certificates', pairs: painted, goal: 3 },
      { subject: 'longest task while scrolling', against: 'what a person notices', pairs: scrolled, goal: 1 },
    ];
  } finally {
    await few.end();
    await many.end();
  }
}

/** A window with the organization read from its collection files. */
async function gathered({ electron, app, env }: WindowGround, size: typeof large): Promise<WizardWindow> {
  const folder = folderForUser('hcw-bench-');
  const now = new Date();
  const paths = await writeCollection(folder, await organizationOf(size.servers, size.certificates, now), now);
  giveTo(folder);
  const window = await openWizard({ electron, app, env });
  window.page.setDefaultTimeout(120_000);
  await beginGuided(window);
  await openFiles(window, paths);
  await window.primary();
  await window.at('exchangeOnline.ready');
  await window.primary();
  await window.at('collect.done');
  // tsx wraps functions in a helper (`__name`) that does not exist in the page.
  await window.page.evaluate('globalThis.__name = (work) => work');
  return window;
}

/** Milliseconds from the click to the frame in which the first certificate is painted. */
const paint = ({ page }: WizardWindow): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        const look = (): void => {
          if (document.querySelector('[data-thumbprint]') === null) requestAnimationFrame(look);
          else
            requestAnimationFrame(() => {
              resolve(performance.now() - began);
            });
        };
        document.querySelector<HTMLElement>('[data-testid="primary"]')?.click();
        requestAnimationFrame(look);
      }),
  );

/** Scrolls from the first certificate to the last; returns the longest task in milliseconds, 0 when none was long. */
const scroll = ({ page }: WizardWindow): Promise<{ readonly longest: number; readonly frames: number }> =>
  page.evaluate(
    () =>
      new Promise<{ longest: number; frames: number }>((resolve) => {
        const main = document.querySelector('main');
        let longest = 0;
        let frames = 0;
        const observer = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
        });
        observer.observe({ type: 'longtask' });
        const turn = (): void => {
          if (main === null || main.scrollTop + main.clientHeight >= main.scrollHeight - 1) {
            for (const { duration } of observer.takeRecords()) longest = Math.max(longest, duration);
            observer.disconnect();
            resolve({ longest, frames });
            return;
          }
          frames += 1;
          main.scrollTop += 800;
          requestAnimationFrame(turn);
        };
        turn();
      }),
  );

const rowsOf = ({ page }: WizardWindow): Promise<number> =>
  page.evaluate(() =>
    [...document.querySelectorAll('main h2')]
      .map(({ textContent }) => Number(/\((\d+)\)$/.exec(textContent.trim())?.[1] ?? 0))
      .reduce((sum, count) => sum + count, 0),
  );
