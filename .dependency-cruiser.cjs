/** A path tells what code may touch. The rules of docs/architecture.md, checked. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const shared = '^shared/';
const main = '^src-main/';
const renderer = '^src-renderer/';
const dev = '^(scripts|tests)/';

module.exports = {
  forbidden: [
    rule('no-cycles', 'A cycle has no first part: nothing in it can be understood alone.', {}, { circular: true }),
    rule(
      'shared-is-alone',
      'shared is pure: it knows nothing of the programs that use it.',
      { path: shared },
      { path: [main, renderer, dev] },
    ),
    rule('shared-is-pure', 'shared runs in main, in the page and in tests: no Node API.', { path: shared }, { dependencyTypes: ['core'] }),
    rule('renderer-is-a-page', 'The page has the preload object and shared, nothing else.', { path: renderer }, { path: [main, dev] }),
    rule('renderer-is-no-program', 'The page runs in a sandbox without Node.', { path: renderer }, { dependencyTypes: ['core'] }),
    rule('main-knows-no-page', 'main sends snapshots; what is shown is the page’s own.', { path: main }, { path: [renderer, dev] }),
    rule(
      'preload-is-small',
      'A sandboxed preload derives its object from the channel list.',
      { path: '^src-main/preload/' },
      { path: main, pathNot: '^src-main/preload/' },
    ),
    rule(
      'electron-at-the-rim',
      'Only these rooms touch Electron; all others get what they need passed in.',
      { path: '^(shared|src-main|src-renderer)/', pathNot: '^src-main/((main|program)\\.ts$|security/|preload/|ipc/|window/)' },
      { path: '^electron$|^node_modules/electron/' },
    ),
    rule(
      'node-powershell-in-its-room',
      'Unsafe by itself: everyone else speaks to sessions.ts.',
      { pathNot: '^(src-main/powershell|tests/bench)/' },
      { path: '^node-powershell$|^node_modules/node-powershell/' },
    ),
    rule(
      'certificates-in-their-rooms',
      'Bytes reach the schemas of the library only after the bounds of shared/x509/der.ts; the practice organizations issue certificates.',
      { path: '^(shared|src-main|src-renderer)/', pathNot: '^(shared/x509|src-main/pki|src-main/exchange/practice)/' },
      { path: '^node_modules/(@peculiar/|asn1js/)' },
    ),
    rule(
      'pages-do-not-share',
      'What two pages need is a component.',
      { path: '^src-renderer/pages/([^/]+)/' },
      { path: '^src-renderer/pages/([^/]+)/', pathNot: '^src-renderer/pages/$1/' },
    ),
    rule(
      'components-are-stateless',
      'A component gets everything by its properties.',
      { path: '^src-renderer/components/' },
      { path: '^src-renderer/(pages|state/wizard)' },
    ),
    rule(
      'checks-are-pure-rules',
      'A rule sees the organization and the choice, never the wizard.',
      { path: '^shared/rules/' },
      { path: '^shared/(wizard|ipc|plan|messages)/' },
    ),
    rule(
      'protocol-log-is-a-reader',
      'What a log says depends on its text alone: whoever opens the file says whose it is, and when the change was.',
      { path: '^shared/protocol-log/' },
      { path: '^shared/', pathNot: '^shared/(protocol-log|decode|mail-flow|x509|model)/' },
    ),
    rule(
      'product-is-no-test',
      'Nothing that is shipped needs scripts or tests.',
      { path: '^(shared|src-main|src-renderer)/' },
      { path: dev },
    ),
    rule('resolvable', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['shared/messages/compiled/', '\\.css$'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.svelte', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
    },
    builtInModules: { add: ['electron'] },
  },
};
