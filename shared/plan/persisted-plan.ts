/**
 * A plan as it was kept. It travels, with a profile, a backup or the folder of its run, and may come back changed by another hand: a
 * step counts only when what it shows and sends is what the wizard itself makes of the step's own values.
 */
import * as v from 'valibot';
import { checkCall, type CmdletCall } from '../commands/call.ts';
import { renderCall } from '../commands/render.ts';
import { enableText, exportText, importText } from '../rules/certificate-commands.ts';
import { exportOnMailboxServer, onThisServer } from './edge-steps.ts';
import { edgeSynchronizationText } from './edge-work.ts';
import { serviceStep } from './person-steps.ts';
import {
  isFactCmdlet,
  isReadCmdlet,
  parameterKind,
  planSchema,
  readObject,
  setObject,
  type CallStep,
  type PersonStep,
  type PlanStep,
  type ReadCmdlet,
  type Values,
} from './plan.ts';
import { removalCall } from './removal.ts';

export const persistedPlanSchema = v.pipe(
  planSchema,
  v.check(({ steps }) => steps.every(isOwn)),
);

function isOwn(step: PlanStep): boolean {
  switch (step.kind) {
    case 'call':
      return isOwnCall(step);
    case 'person':
      return isOwnText(step);
    case 'handover':
      return step.expects.every(({ cmdlet, values }) => areValues(cmdlet, values));
  }
}

function isOwnCall({ read, object, server, before, call, after, undo }: CallStep): boolean {
  const { cmdlet } = read;
  if (isReadCmdlet(cmdlet))
    return (
      areValues(cmdlet, after) &&
      areValues(cmdlet, before) &&
      sameCall(read, readObject(cmdlet, object)) &&
      sameCall(call, setObject(cmdlet, object, after)) &&
      undo !== null &&
      sameCall(undo, setObject(cmdlet, object, before))
    );
  const thumbprint = object.slice(object.lastIndexOf('\\') + 1);
  return cmdlet === 'Get-ExchangeCertificate' && sameCall(call, removalCall(server, thumbprint)) && undo === null;
}

function isOwnText({ read, object, before, commands, after, undo }: PersonStep): boolean {
  const { cmdlet } = read;
  if (isReadCmdlet(cmdlet))
    return (
      sameCall(read, readObject(cmdlet, object)) &&
      isTextOf(commands, cmdlet, object, after) &&
      undo !== null &&
      isTextOf(undo, cmdlet, object, before)
    );
  return isFactCmdlet(cmdlet) && [...commands, ...(undo ?? [])].every((text) => forms.has(formOf(text)));
}

const areValues = (cmdlet: ReadCmdlet, values: Values): boolean =>
  Object.keys(values).every((name) => parameterKind(cmdlet, name) !== undefined);

function isTextOf(texts: readonly string[], cmdlet: ReadCmdlet, object: string, values: Values): boolean {
  const call = setObject(cmdlet, object, values);
  return areValues(cmdlet, values) && checkCall(call).ok && texts.length === 1 && texts[0] === renderCall(call);
}

/** Without what is selected: it names properties, which a later version may add. */
function sameCall(a: CmdletCall, b: CmdletCall): boolean {
  const names = Object.keys(a.parameters);
  return (
    a.side === b.side &&
    a.cmdlet === b.cmdlet &&
    names.length === Object.keys(b.parameters).length &&
    names.every((name) => JSON.stringify(a.parameters[name]) === JSON.stringify(b.parameters[name]))
  );
}

// A text without the values in it: what is left is a form, and there are few.

const quotation = String.raw`'(?:[^'\u2018-\u201B\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|''|\u2018\u2018|\u2019\u2019|\u201A\u201A|\u201B\u201B)*'`;
const piece = String.raw`(?:\[char\]\d+|${quotation})`;
/** A value as `renderText` writes it. */
const constant = new RegExp(String.raw`\(${piece}(?:\+${piece})+\)|\('--%'\)|${quotation}`, 'gu');

const formOf = (text: string): string => text.replaceAll(constant, "''");

const services = (['MSExchangeTransport', 'MSExchangeServiceHost'] as const).flatMap((service) =>
  (['stop', 'start'] as const).flatMap((action) => {
    const { planned } = serviceStep('', service, action, '');
    return planned.kind === 'person' ? planned.commands : [];
  }),
);

const forms: ReadonlySet<string> = new Set(
  [
    exportText('', '', ''),
    ...['', null].flatMap((server) => [importText(server, ''), enableText(server, '')]),
    exportOnMailboxServer,
    onThisServer,
    edgeSynchronizationText(''),
    ...services,
  ].map(formOf),
);
