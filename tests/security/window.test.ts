/** Each promise of docs/security.md that only a real window can prove. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createNetServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WizardBridge } from '../../shared/ipc/channels.ts';
import { folderForUser } from '../../scripts/runtime/ordinary-user.ts';
import { startWizardUnderTest, type WizardUnderTest } from './wizard-under-test.ts';

declare global {
  interface Window {
    readonly wizard: WizardBridge;
  }
}

let wizard: WizardUnderTest;
let application: ElectronApplication;
let page: Page;
/** Counts what reaches the network. */
let server: Server;
let requests = 0;
let address: string;

beforeAll(async () => {
  server = createServer((_, response) => {
    requests += 1;
    response.end('reached');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  wizard = await startWizardUnderTest();
  ({ application, page } = wizard);
});
afterAll(async () => {
  await wizard.end();
  server.close();
});

describe('sandbox and isolation', () => {
  /** What the kernel says of a process: system calls filtered (2), and no way to more rights. */
  const confinement = (pid: number): string[] =>
    readFileSync(`/proc/${String(pid)}/status`, 'utf8').match(/^(?:Seccomp|NoNewPrivs):\s+\d$/gm) ?? [];
  const confined = ['NoNewPrivs:\t1', 'Seccomp:\t2'];

  it.runIf(process.platform === 'linux')('the page runs in a process that the kernel confines', async () => {
    const pid = await application.evaluate(({ BrowserWindow }) => BrowserWindow.fromId(1)?.webContents.getOSProcessId() ?? 0);
    expect(confinement(pid)).toEqual(confined);
  });

  it.runIf(process.platform === 'linux')('so does a window that asks to be without a sandbox', async () => {
    const pid = await application.evaluate(async ({ BrowserWindow }) => {
      const other = new BrowserWindow({ show: false, webPreferences: { sandbox: false } });
      await other.loadURL('about:blank');
      return other.webContents.getOSProcessId();
    });
    const found = confinement(pid);
    await closeOthers();
    expect(found).toEqual(confined);
  });

  it('the page has no Node.js and nothing of the preload but the one object', async () => {
    expect(await page.evaluate(() => ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis))).toEqual(
      [],
    );
    const preferences = await application.evaluate(({ BrowserWindow }) => {
      // Not in the published types; it tells what is really in force.
      const contents = BrowserWindow.fromId(1)?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      const { contextIsolation, nodeIntegration, sandbox, webSecurity, webviewTag } = contents.getLastWebPreferences();
      return { contextIsolation, nodeIntegration, sandbox, webSecurity, webviewTag };
    });
    expect(preferences).toEqual({ contextIsolation: true, nodeIntegration: false, sandbox: true, webSecurity: true, webviewTag: false });
  });

  it('the one object is frozen and cannot be replaced', async () => {
    const found = await page.evaluate(() => {
      const before = window.wizard;
      const attempt = (work: () => unknown): string => {
        try {
          work();
          return 'done';
        } catch (error) {
          return error instanceof TypeError ? 'refused' : String(error);
        }
      };
      return {
        keys: Object.keys(window.wizard).sort(),
        frozen: Object.isFrozen(window.wizard),
        set: attempt(() => {
          'use strict';
          (window.wizard as { request: unknown }).request = null;
        }),
        replace: attempt(() => Object.defineProperty(window, 'wizard', { value: null })),
        same: window.wizard === before,
      };
    });
    expect(found).toEqual({ keys: ['dropped', 'request', 'subscribe'], frozen: true, set: 'refused', replace: 'refused', same: true });
  });
});

describe('own protocol and content security policy', () => {
  it('the page comes from app://wizard, with its own script and style', async () => {
    expect(await page.evaluate(() => location.href)).toBe('app://wizard/index.html');
    const found = await page.evaluate(() => ({
      script: (globalThis as { ownScript?: string }).ownScript,
      style: getComputedStyle(document.documentElement).getPropertyValue('--own-style'),
    }));
    expect(found).toEqual({ script: 'ran', style: 'applied' });
  });

  it('inline scripts, inline styles, eval and HTML from text are refused', async () => {
    const found = await page.evaluate(async () => {
      const attempt = (work: () => unknown): string => {
        try {
          work();
          return 'done';
        } catch (error) {
          return error instanceof Error ? error.name : String(error);
        }
      };
      const style = document.createElement('style');
      style.textContent = 'html { --added-style: applied }';
      document.head.append(style);
      return {
        inlineScript: (globalThis as { inlineScript?: string }).inlineScript,
        inlineStyle: getComputedStyle(document.documentElement).getPropertyValue('--inline-style'),
        addedStyle: getComputedStyle(document.documentElement).getPropertyValue('--added-style'),
        // The debugger may evaluate what the page may not: so the page itself does it, in a task of its own.
        eval: await new Promise<string>((resolve) => {
          setTimeout(() => {
            // The policy, not this rule, must be what refuses it.
            // eslint-disable-next-line no-eval -- the test asks whether the page may do it
            resolve(attempt(() => (0, eval)('1')));
          });
        }),
        html: attempt(() => {
          document.createElement('div').innerHTML = '<b>text</b>';
        }),
      };
    });
    expect(found).toEqual({ inlineScript: undefined, inlineStyle: '', addedStyle: '', eval: 'EvalError', html: 'TypeError' });
  });

  it('requests, frames, workers, forms and objects are refused by the policy itself', async () => {
    const refused = await page.evaluate(async (url) => {
      const directives = new Set<string>();
      const enough = new Promise<void>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          directives.add(effectiveDirective);
          if (directives.size === 6) resolve();
        });
      });
      await fetch(url).catch(() => undefined);
      new Image().src = url;
      const frame = document.createElement('iframe');
      frame.src = url;
      const object = document.createElement('object');
      try {
        object.data = url;
      } catch {
        // Its address has to be a trusted one: that is a violation of its own.
      }
      const base = document.createElement('base');
      base.href = url;
      const form = document.createElement('form');
      form.action = url;
      document.body.append(frame, object, form);
      document.head.append(base);
      form.submit();
      await enough;
      for (const element of [frame, object, base, form]) element.remove();
      return [...directives].sort();
    }, address);
    expect(refused).toEqual(['base-uri', 'connect-src', 'form-action', 'frame-src', 'img-src', 'require-trusted-types-for']);
  });

  it('serves nothing outside of its folder, and refuses under the same policy', async () => {
    const answers = await application.evaluate(async ({ session }) => {
      const paths = [
        'index.html',
        '../../../secret.html',
        '%2e%2e/%2e%2e/%2e%2e/secret.html',
        '..%5c..%5csecret.html',
        'absent.html',
        '../main/main.js',
        'own.js%00.html',
        'not%20built.js',
      ];
      return Promise.all(
        paths.map(async (path) => {
          const answer = await session.defaultSession.fetch(`app://wizard/${path}`);
          return {
            path,
            status: answer.status,
            nosniff: answer.headers.get('x-content-type-options'),
            policy: answer.headers.get('content-security-policy')?.startsWith("default-src 'none'"),
          };
        }),
      );
    });
    for (const { path, ...answer } of answers)
      expect({ path, ...answer }).toEqual({ path, status: path === 'index.html' ? 200 : 404, nosniff: 'nosniff', policy: true });
  });
});

describe('nowhere to go', () => {
  it('does not navigate, not even to another page of its own', async () => {
    // It watches before the page tries.
    const watch = await application.evaluateHandle(({ BrowserWindow }) => ({
      prevented: new Promise<boolean>((resolve) => {
        // The first that is asked; where it refuses, nothing is asked any more.
        BrowserWindow.fromId(1)?.webContents.once('will-frame-navigate', (event) => {
          setImmediate(() => {
            resolve(event.defaultPrevented);
          });
        });
      }),
    }));
    await page.evaluate(() => {
      location.href = 'app://wizard/other.html';
    });
    expect(await watch.evaluate(({ prevented }) => prevented)).toBe(true);
    expect(page.url()).toBe('app://wizard/index.html');
  });

  it('comes back from an empty page, of which nobody is asked', async () => {
    const url = 'about:blank';
    const watch = await application.evaluateHandle(({ BrowserWindow }) => ({
      visited: new Promise<readonly string[]>((resolve) => {
        const seen: string[] = [];
        const contents = BrowserWindow.fromId(1)?.webContents;
        contents?.on('did-navigate', (_, to) => {
          seen.push(to);
        });
        contents?.on('did-finish-load', () => {
          if (seen.at(-1) === 'app://wizard/index.html') resolve(seen);
        });
      }),
    }));
    await page.evaluate((to) => {
      // Once this has been answered.
      setTimeout(() => (location.href = to), 0);
    }, url);
    expect(await watch.evaluate(({ visited }) => visited)).toEqual([url, 'app://wizard/index.html']);
    await page.waitForLoadState('load');
    const answer = await page.waitForFunction(() => window.wizard.request('app:facts', undefined));
    expect(await answer.jsonValue()).toMatchObject({ ok: true });
  });

  it('opens no window', async () => {
    expect(await page.evaluate(() => window.open('app://wizard/other.html') === null)).toBe(true);
    expect(await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('attaches no webview, even in a window that allows the tag', async () => {
    const prevented = await application.evaluate(async ({ BrowserWindow }) => {
      const other = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } });
      await other.loadURL('app://wizard/index.html');
      const attached = new Promise<boolean>((resolve) => {
        other.webContents.once('will-attach-webview', (event) => {
          setImmediate(() => {
            resolve(event.defaultPrevented);
          });
        });
      });
      await other.webContents.executeJavaScript(
        "{ const view = document.createElement('webview'); view.src = 'about:blank'; document.body.append(view); } 0",
      );
      return attached;
    });
    await closeOthers();
    expect(prevented).toBe(true);
  });

  it('downloads nothing', async () => {
    const prevented = await application.evaluate(({ BrowserWindow, session }) => {
      const asked = new Promise<boolean>((resolve) => {
        session.defaultSession.once('will-download', (event) => {
          setImmediate(() => {
            resolve(event.defaultPrevented);
          });
        });
      });
      BrowserWindow.fromId(1)?.webContents.downloadURL('app://wizard/index.html');
      return asked;
    });
    expect(prevented).toBe(true);
  });

  it('reaches no network and no file, even where the policy does not apply', async () => {
    const before = requests;
    const refused = await application.evaluate(
      async ({ session }, urls) =>
        Promise.all(
          urls.map((url) =>
            session.defaultSession.fetch(url).then(
              () => 'reached',
              (error: unknown) => String(error),
            ),
          ),
        ),
      [address, 'file:///etc/hostname'],
    );
    // By the rule itself: without it the resolver and the proxy would refuse too, with other words.
    expect(refused).toEqual([expect.stringContaining('ERR_BLOCKED_BY_CLIENT'), expect.not.stringContaining('reached')]);
    expect(requests).toBe(before);
  });

  it('sends no packet by WebRTC, neither over UDP nor over TCP', async () => {
    let packets = 0;
    const count = (): void => {
      packets += 1;
    };
    const stun = createSocket('udp4').on('message', count);
    const turn = createNetServer((socket) => {
      count();
      socket.destroy();
    });
    stun.bind(0, '127.0.0.1');
    turn.listen(0, '127.0.0.1');
    await Promise.all([once(stun, 'listening'), once(turn, 'listening')]);
    const state = await page.evaluate(
      async ({ udp, tcp }) => {
        const connection = new RTCPeerConnection({
          iceServers: [
            { urls: `stun:127.0.0.1:${String(udp)}` },
            { urls: `turn:127.0.0.1:${String(tcp)}?transport=tcp`, username: 'a', credential: 'b' },
          ],
        });
        connection.createDataChannel('a');
        await connection.setLocalDescription();
        // It is over once everything was tried.
        await new Promise<void>((resolve) => {
          const look = (): void => {
            if (connection.iceGatheringState === 'complete') resolve();
          };
          connection.addEventListener('icegatheringstatechange', look);
          look();
        });
        const { iceGatheringState } = connection;
        connection.close();
        return iceGatheringState;
      },
      { udp: stun.address().port, tcp: (turn.address() as AddressInfo).port },
    );
    stun.close();
    turn.close();
    expect({ state, packets }).toEqual({ state: 'complete', packets: 0 });
  });

  it('has a proxy that there is not for all that goes past the rules, this machine included', async () => {
    const proxies = await application.evaluate(({ session }) =>
      Promise.all(
        ['https://contoso.com/', 'http://127.0.0.1/', 'http://localhost/'].map((url) => session.defaultSession.resolveProxy(url)),
      ),
    );
    expect(new Set(proxies)).toEqual(new Set(['PROXY 127.0.0.1:9']));
  });

  it('looks no name up, also where the policy has no say', async () => {
    const path = join(folderForUser('wizard-net-'), 'log.json');
    await application.evaluate(({ session }, file) => session.defaultSession.netLog.startLogging(file), path);
    await page.evaluate(async () => {
      for (const rel of ['dns-prefetch', 'preconnect', 'prefetch']) {
        for (let index = 0; index < 20; index += 1) {
          const link = document.createElement('link');
          link.rel = rel;
          link.href = `http://leak-${rel}-${String(index)}.example.invalid/`;
          document.head.append(link);
          await new Promise(requestAnimationFrame);
        }
      }
    });
    // What the program itself looks up comes to nothing in the same way.
    const own = await application.evaluate(({ session }) => session.defaultSession.resolveHost('own.example.invalid').catch(String));
    await application.evaluate(({ session }) => session.defaultSession.netLog.stopLogging());
    expect(own).toContain('ERR_NAME_NOT_RESOLVED');
    // A name in the log is one that a resolver was asked for.
    expect([...new Set(readFileSync(path, 'utf8').match(/[\w-]+\.example\.invalid/g))]).toEqual([]);
  });

  it('nothing of all that was tried here has reached the network', () => {
    expect(requests).toBe(0);
  });
});

describe('a report that is printed', () => {
  it('has a hidden window of its own, without script and preload, in a session that reaches nothing but the report', async () => {
    const before = requests;
    const path = join(mkdtempSync(join(tmpdir(), 'hcw-printed-')), 'report.pdf');
    const watch = await application.evaluateHandle(
      ({ app, dialog }, { urls, filePath }) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
        const found = new Promise<object>((resolve) => {
          app.once('browser-window-created', (_, other) => {
            other.webContents.once('did-finish-load', () => {
              const contents = other.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
              const { preload, javascript, sandbox, contextIsolation, nodeIntegration } = contents.getLastWebPreferences();
              const { session } = other.webContents;
              const isVisible = other.isVisible();
              const url = other.webContents.getURL();
              const answers = Promise.all(
                urls.map((one) =>
                  session.fetch(one).then(
                    ({ status }) => status,
                    () => 'refused',
                  ),
                ),
              );
              // Printing waits for the answers, since the session ends with the window.
              const print = other.webContents.printToPDF.bind(other.webContents);
              other.webContents.printToPDF = async (options) => {
                const isPersistent = session.isPersistent();
                const details = { isVisible, url, preload, javascript, sandbox, contextIsolation, nodeIntegration, isPersistent };
                resolve({ ...details, answers: await answers });
                return print(options);
              };
            });
          });
        });
        return { found };
      },
      { urls: [address, 'file:///etc/hostname', 'app://wizard/index.html'], filePath: path },
    );
    const saved = page.evaluate(() => window.wizard.request('report:save', 'pdf'));
    expect(await watch.evaluate(({ found }) => found)).toEqual({
      isVisible: false,
      url: expect.stringMatching(/^app:\/\/report\/\d+\.html$/) as unknown,
      preload: undefined,
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      isPersistent: false,
      answers: ['refused', 'refused', 404],
    });
    await saved;
    expect(requests).toBe(before);
    expect(await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });
});

describe('permissions', () => {
  it('are denied when they are asked for', async () => {
    const asked = await page.evaluate(async () => ({
      // Not the camera: where a machine has none, that is said before anyone is asked.
      notifications: await Notification.requestPermission(),
      position: await new Promise<number>((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => {
            resolve(0);
          },
          ({ code }) => {
            resolve(code);
          },
        );
      }),
    }));
    expect(asked).toEqual({ notifications: 'denied', position: 1 });
  });

  it('are denied when they are looked up', async () => {
    const states = await page.evaluate(async () => {
      const names = ['notifications', 'geolocation', 'camera', 'microphone', 'midi', 'persistent-storage'];
      return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state));
    });
    expect(new Set(states)).toEqual(new Set(['denied']));
  });
});

describe('messages', () => {
  const request = (channel: string, message?: unknown): Promise<unknown> =>
    page.evaluate(
      ([name, argument]) => (window.wizard.request as (channel: string, message: unknown) => Promise<unknown>)(name as string, argument),
      [channel, message],
    );

  it('from the page of the window are answered', async () => {
    expect(await request('wizard:current')).toMatchObject({ ok: true, value: { view: { page: 'start' } } });
  });

  it('from any other window are refused, with the same page and the same preload', async () => {
    const answer = await application.evaluate(async ({ app, BrowserWindow }) => {
      const preload = `${app.getAppPath()}/out/app/preload/preload.cjs`;
      const other = new BrowserWindow({ show: false, webPreferences: { preload } });
      await other.loadURL('app://wizard/index.html');
      return (await other.webContents.executeJavaScript("window.wizard.request('wizard:current')")) as unknown;
    });
    await closeOthers();
    expect(answer).toMatchObject({ ok: false, error: { code: 'ipc.senderRefused' } });
  });

  it('that do not parse give a code and change nothing', async () => {
    const before = await request('wizard:current');
    expect(await request('wizard:send', { type: 'CHOOSE_MODE', mode: 'root' })).toEqual({
      ok: false,
      error: { code: 'ipc.malformed', effect: 'none', details: { channel: 'wizard:send', path: 'mode' } },
    });
    expect(await request('links:open', 'https://contoso.com')).toMatchObject({ ok: false, error: { code: 'ipc.malformed' } });
    expect(await request('wizard:current')).toEqual(before);
  });

  it.each([
    'a@contoso.com?bcc=b@fabrikam.com',
    'a@contoso.com&body=x',
    'a@contoso.com%0Ab',
    'a b@contoso.com',
    'a@contoso.com,b@x.test',
    'a@contoso',
  ])('open a draft to one address only: %s', async (recipient) => {
    expect(await request('proof:draft', { direction: 'toOnPremises', recipient })).toMatchObject({
      ok: false,
      error: { code: 'ipc.malformed', details: { path: 'recipient' } },
    });
  });

  it('on channels that are not on the list do not leave the page', async () => {
    await expect(request('shell:execute', 'x')).rejects.toThrow('There is no such channel.');
  });

  it('name no path: not where a token belongs, not as the preload does it, and not by a file that the page has made', async () => {
    const file = '/etc/passwd';
    expect(await request('collection:drop', [file])).toMatchObject({ ok: false, error: { code: 'ipc.malformed' } });
    expect(await request('certificateFile:examine', { token: file, password: null })).toMatchObject({
      ok: false,
      error: { code: 'ipc.malformed', details: { path: 'token' } },
    });
    await expect(request('files:dropped', [file])).rejects.toThrow('There is no such channel.');
    expect(await page.evaluate((name) => window.wizard.dropped([new File(['x'], name)]), file)).toEqual({ ok: true, value: [] });
  });

  it('open only addresses of the fixed list, by their id', async () => {
    await application.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = (url) => {
        opened.push(url);
        return Promise.resolve();
      };
    });
    expect(await request('links:open', 'KB2989382')).toEqual({ ok: true, value: null });
    expect(await application.evaluate(() => (globalThis as { opened?: string[] }).opened)).toEqual([
      'https://support.microsoft.com/kb/2989382',
    ]);
  });
});

describe('the program', () => {
  it('has no menu and no developer tools', async () => {
    const found = await application.evaluate(({ BrowserWindow, Menu }) => {
      const contents = BrowserWindow.fromId(1)?.webContents;
      contents?.openDevTools();
      return { menu: Menu.getApplicationMenu(), tools: contents?.isDevToolsOpened() };
    });
    expect(found).toEqual({ menu: null, tools: false });
  });

  it('runs once: a second start ends, and shows the window of the first', async () => {
    await application.evaluate(({ app, BrowserWindow }) => {
      const window = BrowserWindow.fromId(1);
      window?.minimize();
      Object.assign(globalThis, {
        told: new Promise<void>((resolve) => {
          app.once('second-instance', () => {
            resolve();
          });
        }),
      });
    });
    expect(await wizard.startAgain()).toBe(0);
    await application.evaluate(() => (globalThis as { told?: Promise<void> }).told);
    expect(await application.evaluate(({ BrowserWindow }) => BrowserWindow.fromId(1)?.isMinimized())).toBe(false);
    expect(await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('loads its page again when the process of the page ends', async () => {
    const url = await application.evaluate(
      ({ BrowserWindow }) =>
        new Promise<string | undefined>((resolve) => {
          const contents = BrowserWindow.fromId(1)?.webContents;
          contents?.once('did-finish-load', () => {
            resolve(contents.getURL());
          });
          contents?.forcefullyCrashRenderer();
        }),
    );
    expect(url).toBe('app://wizard/index.html');
    const answer = await application.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.fromId(1)?.webContents.executeJavaScript("window.wizard.request('wizard:current')") as Promise<unknown>,
    );
    expect(answer).toMatchObject({ ok: true });
  });
});

/**
 * Ends every window that a test has opened beside the first. It is asked again when V8 has collected the promise that Playwright waits for,
 * which may happen to any call of a busy program (https://github.com/microsoft/playwright/issues/33737): to end what has ended does nothing.
 */
async function closeOthers(): Promise<void> {
  const close = (): Promise<void> =>
    application.evaluate(({ BrowserWindow }) => {
      for (const other of BrowserWindow.getAllWindows()) if (other.id !== 1) other.destroy();
    });
  await close().catch((error: unknown) => {
    if (!String(error).includes('garbage collected')) throw error;
    return close();
  });
}
