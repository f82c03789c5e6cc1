/** What is proven of mail flow itself, with its evidence. */
import { directions } from '../../shared/mail-flow/verdict.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { zonedMinuteText } from '../../shared/messages/dates.ts';
import { textOf } from '../../shared/messages/labels.ts';
import type { Language } from '../../shared/messages/language.ts';
import { proofReasonText } from '../../shared/messages/proof-text.ts';
import { foundLines, sealLabel, sealLines } from '../../shared/messages/seal-text.ts';
import type { EvidenceLine } from '../../shared/proof/trusted.ts';
import { sealKinds, type Seal } from '../../shared/proof/seal.ts';
import { sealsOf } from '../../shared/proof/seals.ts';
import type { RunState } from '../../shared/run/fold.ts';
import type { ProofView } from '../../shared/wizard/proof-view.ts';
import { code, element, fragment, list, section, table, type Html } from './html.ts';

/** The state of the seals of both directions; nothing before the post-checks, which say which servers take part. */
export function sealTable(proof: ProofView | null, language: Language): Html {
  const locale = { locale: language };
  if (proof === null) return fragment();
  const stateOf = (kind: Seal['kind'], direction: Seal['direction']): string => {
    const seal = proof.seals.find((one) => one.kind === kind && one.direction === direction);
    return seal === undefined ? '' : textOf(`seal_state_${seal.state}`, language);
  };
  return section(
    m.seal_title({}, locale),
    table(
      ['', ...sealKinds.map((kind) => textOf(`seal_${kind}`, language))],
      directions.map((direction) => [textOf(`flow_${direction}`, language), ...sealKinds.map((kind) => stateOf(kind, direction))]),
    ),
  );
}

/** The same with the evidence. */
export const proofSection = (proof: ProofView | null, language: Language): Html =>
  proof === null
    ? fragment()
    : section(m.seal_details({}, { locale: language }), ...directions.map((direction) => sealsIn(proof.seals, direction, language)));

const sealsIn = (seals: readonly Seal[], direction: Seal['direction'], language: Language): Html =>
  fragment(
    element('h3', {}, textOf(`flow_${direction}`, language)),
    ...seals
      .filter((seal) => seal.direction === direction)
      .map((seal) => fragment(element('p', {}, sealLabel(seal, language)), list(linesOf(seal, language)))),
  );

const linesOf = (seal: Seal, language: Language): readonly (string | Html)[] => [
  ...sealLines(seal, language, zonedMinuteText).map(({ text }) => text),
  ...headersOf(seal, language),
  ...(seal.search === null
    ? []
    : [fragment(m.seal_found({}, { locale: language }), list(foundLines(seal.search, language, zonedMinuteText)))]),
];

/** What decided about the message, with the lines that say it. */
const headersOf = ({ parts }: Pick<Seal, 'parts'>, language: Language): readonly Html[] =>
  parts.flatMap(({ reason }) =>
    reason.kind !== 'message'
      ? []
      : reason.proof.reasons.map((one) =>
          fragment(proofReasonText(one, language), ...one.lines.map(({ text }: EvidenceLine) => element('div', {}, code(text)))),
        ),
  );

/**
 * The evidence that a run keeps, by its journal alone. Which servers take part is not in its folder, so nothing is said of servers without
 * evidence, and no direction is called proven.
 */
export function evidenceSection({ evidence, changed, opened }: RunState, language: Language): Html {
  const locale = { locale: language };
  if (opened.certificate === null || evidence.length === 0) return fragment();
  const queues = evidence.findLast((kept) => kept.evidence.kind === 'queues')?.evidence;
  const connectors = evidence.flatMap((kept) => (kept.evidence.kind === 'validation' ? [kept.evidence.connector] : []));
  const servers = (kind: 'handshake' | 'log'): readonly string[] => [
    ...new Set(evidence.flatMap((kept) => (kept.evidence.kind === kind ? [kept.evidence.server] : []))),
  ];
  const seals = sealsOf({
    wanted: opened.certificate,
    targets: {
      receiving: servers('handshake').map((server) => ({ server, host: server })),
      areSmartHostsKnown: true,
      sending: servers('log'),
      connectors: { toOnPremises: [], toExchangeOnline: [] },
      transport: queues?.kind === 'queues' ? queues.servers.map(({ server }) => server) : [],
      edge: [],
      outbound: [...new Set(connectors)].map((name) => ({ name, domains: null })),
    },
    evidence,
    changed,
    changedElsewhere: null,
    isOnlineSkipped: false,
  });
  const lines = directions.flatMap((direction) =>
    seals
      .filter((seal) => seal.direction === direction)
      .flatMap((seal) => linesOf(seal, language).map((line) => fragment(`${textOf(`flow_${direction}`, language)} · `, line))),
  );
  return section(m.seal_title({}, locale), element('p', {}, m.seal_run_lead({}, locale)), list(lines));
}
