import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const files = (...patterns) => patterns;

/** What only one place may import, and what is used elsewhere instead. */
const guarded = {
  electron: {
    name: 'electron',
    message: 'Only src-main/main.ts, program.ts, security/, ipc/, preload/ and window/ touch Electron; pass what you need in.',
  },
  nodePowershell: {
    name: 'node-powershell',
    message: 'Unsafe by itself: use openOnPremises or openExchangeOnline of src-main/powershell/sessions.ts.',
  },
  childProcess: { name: 'node:child_process', message: 'The wizard starts PowerShell only, by src-main/powershell/.' },
  x509: { name: '@peculiar/x509', message: 'There is one reader of certificates: shared/x509/certificate.ts.' },
  saxes: { name: 'saxes', message: 'There is one reader of CLIXML: shared/clixml/read.ts.' },
};
const refuse = (...paths) => ({ 'no-restricted-imports': ['error', { paths }] });

const anyOf = (...selectors) => `:matches(${selectors.join(', ')})`;
/** `[]`, `null`, `undefined`, `''`, `0`, `true` or `false` in the property `at` of a syntax node. */
const isDefault = (at) =>
  anyOf(`[${at}.raw=/^(null|false|true|0|''|"")$/]`, `[${at}.type="Identifier"][${at}.name="undefined"]`, `[${at}.elements.length=0]`);
/** `x.known`, also behind `?.` */
const readsKnown = (at) => anyOf(`[${at}.property.name="known"]`, `[${at}.expression.property.name="known"]`);
const compares = (at, operator, literal) => `[${at}.operator="${operator}"][${at}.right.raw="${literal}"]${readsKnown(`${at}.left`)}`;
const testsKnown = (at) => anyOf(readsKnown(at), compares(at, '===', 'true'), compares(at, '!==', 'false'));
const testsUnknown = (at) =>
  anyOf(`[${at}.operator="!"]${readsKnown(`${at}.argument`)}`, compares(at, '===', 'false'), compares(at, '!==', 'true'));
const testsEither = (at) => anyOf(testsKnown(at), testsUnknown(at));
const asksReason = '[operator="&&"][right.left.property.name="reason"]';
const leavesNothing = (at) =>
  anyOf(
    `[${at}.type="ContinueStatement"]`,
    `[${at}.type="ReturnStatement"][${at}.argument=null]`,
    `[${at}.type="ReturnStatement"]${isDefault(`${at}.argument`)}`,
  );

/** Ways to take a Known apart that lose its reason. Showing the reason, or returning the unknown value itself, keeps it. */
const foldsOfKnown = [
  {
    // `!x.known && x.reason === …` asks for the reason, so it is not lost.
    selector: `LogicalExpression${anyOf(testsKnown('left'), `${testsUnknown('left')}:not(${asksReason})`, testsEither('right'))}`,
    message: 'Combine values that may be unknown with and, or, not, map or flatMap of shared/model/known.ts.',
  },
  {
    selector: `ConditionalExpression${anyOf(testsKnown('test') + isDefault('alternate'), testsUnknown('test') + isDefault('consequent'))}`,
    message: 'An unknown value is not an empty one: use map, flatMap, all, filter or partition of shared/model/known.ts.',
  },
  {
    selector: `IfStatement${testsUnknown('test')}${anyOf(leavesNothing('consequent'), leavesNothing('consequent.body.0'))}`,
    message: 'Return the unknown value itself, or use map, flatMap or partition of shared/model/known.ts.',
  },
  {
    selector: `ArrowFunctionExpression${anyOf(testsEither('body'), '[body.name="known"]')}`,
    message: 'This leaves unknown items out: use partition, all, filter, every, some or orElse of shared/model/known.ts.',
  },
  {
    selector: `SvelteIfBlock[else=null]${testsKnown('expression')}`,
    message: 'Show an unknown value with its reason in an {:else} branch.',
  },
];

export default ts.config(
  {
    ignores: [
      'out/',
      'dist/',
      '.cache/',
      'shared/messages/compiled/',
      'project.inlang/',
      'tests/powershell/host/',
      'tests/powershell/exchange/',
    ],
  },
  js.configs.recommended,
  { files: files('**/*.js'), languageOptions: { globals: globals.node } },
  {
    files: files('**/*.ts', '**/*.svelte'),
    extends: [...ts.configs.strictTypeChecked, ...ts.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.shared.json', './tsconfig.node.json', './tsconfig.renderer.json'],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `Environment['PATH']` is how a property of unknown presence is read under noPropertyAccessFromIndexSignature.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // The compiler says it, with the names of the types.
      'no-undef': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
    },
  },
  {
    files: files('shared/**/*.ts'),
    ignores: files('shared/x509/**', 'shared/clixml/**'),
    rules: refuse(guarded.electron, guarded.nodePowershell, guarded.childProcess, guarded.x509, guarded.saxes),
  },
  {
    files: files('src-main/**/*.ts'),
    rules: refuse(guarded.electron, guarded.nodePowershell, guarded.childProcess, guarded.x509, guarded.saxes),
  },
  {
    files: files('src-main/{main,program}.ts', 'src-main/{security,ipc,preload,window}/**/*.ts'),
    rules: refuse(guarded.nodePowershell, guarded.childProcess, guarded.x509, guarded.saxes),
  },
  {
    files: files('src-main/exchange/practice/organizations/issue.ts'),
    rules: refuse(guarded.electron, guarded.nodePowershell, guarded.childProcess, guarded.saxes),
  },
  { files: files('src-main/powershell/**/*.ts'), rules: refuse(guarded.electron, guarded.x509, guarded.saxes) },
  { files: files('scripts/**/*.ts', 'tests/**/*.ts'), rules: { 'no-console': 'off' } },
  {
    files: files('{shared,src-main,src-renderer}/**/*.{ts,svelte}'),
    ignores: files('shared/model/**'),
    rules: { 'no-restricted-syntax': ['error', ...foldsOfKnown] },
  },
  ...svelte.configs.recommended,
  { files: files('**/*.svelte', '**/*.svelte.ts'), languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    files: files('**/*.svelte'),
    rules: {
      // To the linter an imported component is `any`; svelte-check knows its type, and is run before.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      // The compiler decides which of its warnings there are; this rule does not see those of accessibility.
      'svelte/no-unused-svelte-ignore': 'off',
    },
  },
);
