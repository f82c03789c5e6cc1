/** The lint rule that keeps unknown values from being folded into defaults, as eslint.config.js sets it up. */
import { ESLint, Linter } from 'eslint';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const rule = 'no-restricted-syntax';

/** The rule as configured for a file; the file need not exist. */
async function configuredFor(file: string): Promise<Linter.RuleEntry> {
  const config = (await new ESLint().calculateConfigForFile(file)) as Linter.Config;
  return config.rules?.[rule] ?? 'off';
}

const entry = await configuredFor('shared/rules/connectors.ts');

function refusals(code: string, file = 'snippet.ts'): readonly string[] {
  const config: Linter.Config[] = [
    { files: ['**/*.ts'], languageOptions: { parser: ts.parser } },
    ...svelte.configs.base,
    { files: ['**/*.ts', '**/*.svelte'], rules: { [rule]: entry } },
  ];
  const messages = new Linter({ configType: 'flat' }).verify(code, config, file);
  expect(messages.filter(({ fatal }) => fatal === true)).toEqual([]);
  return messages.filter(({ ruleId }) => ruleId === rule).map(({ message }) => message);
}

describe('folding an unknown value by hand', () => {
  it.each([
    ['const is = x.known && x.value;'],
    ['const is = ready && x.known;'],
    ['const is = !x.known || x.value === null;'],
    ['const is = a.b.known || other;'],
    ['const is = a?.x.known === true && other;'],
    ['const is = a?.x.known ?? false;'],
    ['const is = !x.known && other;'],
    ['const list = x.known ? x.value : [];'],
    ['const value = x.known ? x.value : null;'],
    ["const text = x.known ? x.value : '';"],
    ['const text = x.known ? x.value : "";'],
    ['const is = x.known ? x.value : false;'],
    ['const is = x.known ? x.value : true;'],
    ['const value = x.known ? x.value : undefined;'],
    ['const count = x.known ? x.value : 0;'],
    ['const list = !x.known ? [] : x.value;'],
    ['const value = a?.x.known === true ? a.x.value : undefined;'],
    ['const value = x.known === false ? null : x.value;'],
    ['function f() { if (!x.known) return []; }'],
    ['function f() { if (!x.known) { return null; } }'],
    ['function f() { if (!x.known) return; }'],
    ["function f() { if (!x.known) return ''; }"],
    ['function f() { if (!x.known) return false; }'],
    ['function f() { if (!x.known) return undefined; }'],
    ['function f() { if (x.known === false) return []; }'],
    ['for (const x of all) if (!x.known) continue;'],
    ['for (const x of all) { if (!x.known) { continue; } }'],
    ['const read = all.filter((x) => x.known);'],
    ['const unread = all.filter((x) => !x.known);'],
    ['const read = all.find(({ known }) => known);'],
  ])('is refused: %s', (code) => {
    expect(refusals(code)).toHaveLength(1);
  });

  it('is refused in a component that shows nothing for an unknown value', () => {
    expect(refusals('{#if found.known}{found.value}{/if}', 'Snippet.svelte')).toHaveLength(1);
    expect(refusals('{found.known ? found.value : ""}', 'Snippet.svelte')).toHaveLength(1);
  });

  it('is answered with what to use instead', () => {
    for (const code of ['const is = x.known && y;', 'const list = x.known ? x.value : [];', 'all.filter((x) => x.known);']) {
      expect(refusals(code).join()).toContain('shared/model/known.ts');
    }
  });
});

describe('keeping the reason of an unknown value', () => {
  it.each([
    ['const text = x.known ? show(x.value) : whyText(x.reason);'],
    ['const leftOut = x.known ? [] : [{ reason: x.reason }];'],
    ['const list = x.known ? x.value.map(of) : [unread(x)];'],
    ['const isNotConnected = !x.known && x.reason === "notConnected";'],
    ['function f() { if (!x.known) return x; }'],
    ['function f() { if (!x.known) return couldNotCheck(context, x); }'],
    ['function f() { if (!x.known) return [couldNotCheck(context, x)]; }'],
    ['const names = partition(servers, pick).known.map(({ value }) => value);'],
    ['const { known: read, unknown: unread } = partition(servers, pick);'],
    ['const list = x.listed ? x.value : [];'],
  ])('is allowed: %s', (code) => {
    expect(refusals(code)).toEqual([]);
  });

  it('is allowed in a component that shows the reason', () => {
    expect(refusals('{#if found.known}{found.value}{:else}{found.reason}{/if}', 'Snippet.svelte')).toEqual([]);
  });
});

describe('where the rule applies', () => {
  it.each(['shared/check/check.ts', 'src-main/report/values.ts', 'src-renderer/shell.ts', 'src-renderer/components/Navigation.svelte'])(
    'applies to %s',
    async (file) => {
      expect(await configuredFor(file)).toEqual(entry);
    },
  );

  it.each(['shared/model/known.ts', 'scripts/test.ts', 'tests/unit/lint/known.test.ts'])('leaves out %s', async (file) => {
    expect(await configuredFor(file)).toBe('off');
  });
});
