/** The text of a plan's scripts. That PowerShell runs them is tested in tests/powershell/plan-script.test.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderCall } from '../../../shared/commands/render.ts';
import type { CallStep, PersonStep, Plan, Values } from '../../../shared/plan/plan.ts';
import { applyScript, undoScript, type ScriptHeader } from '../../../shared/plan/script.ts';
import { callStep, handover, header, planOf } from './script-plans.ts';
import type { Result } from '../../../shared/model/error.ts';

const old: Values = { TlsCertificateName: '<I>CN=CA<S>CN=mail', TlsDomainCapabilities: ['mail:AcceptCloudServicesMail'] };
const cleared: Values = { TlsCertificateName: null, TlsDomainCapabilities: [] };
const reset = (...names: readonly string[]): CallStep[] =>
  names.map((name) => callStep('Get-ReceiveConnector', name, { server: name, before: old, after: cleared }));

function textOf(script: Result<string>): string {
  if (!script.ok) throw new Error(JSON.stringify(script.error));
  return script.value;
}
const linesOf = (script: Result<string>): readonly string[] =>
  textOf(script)
    .replace('\ufeff', '')
    .split('\r\n')
    .map((line) => line.trim());
const applied = (plan: Plan): readonly string[] => linesOf(applyScript(plan, header));
const undone = (plan: Plan): readonly string[] => linesOf(undoScript(plan, header));
const among = (lines: readonly string[], pattern: RegExp): readonly string[] => lines.filter((line) => pattern.test(line));
const objectsOf = (lines: readonly string[]): readonly string[] =>
  among(lines, /^Invoke-Step/).map((line) => /-Object (\S+)/.exec(line)?.[1] ?? '');

describe('a script', () => {
  it('begins with what it is of, and is written for Windows', () => {
    const text = textOf(applyScript(planOf([...reset('a')]), header));
    expect(
      text.startsWith(
        '\ufeff# Organization: contoso.com\r\n# Run: 0007 2026-11-24T09-00-00Z apply\r\n# Plan: plan-1\r\n# Written: 2026-11-24T09:00:00.000Z by Hybrid Certificate Wizard 0.1.0\r\n',
      ),
    ).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.endsWith('}\r\n')).toBe(true);
    expect(among(linesOf(applyScript(planOf([]), header)), /^# {3}\d/).map((line) => line.slice(4, 5))).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
    ]);
  });

  it('sends the calls of the plan, as they are shown', () => {
    const [only] = reset('a');
    if (only === undefined) throw new Error('no step');
    const lines = applied(planOf([only]));
    expect(among(lines, /^[GS]et-ReceiveConnector/)).toEqual([
      `${renderCall(only.read)} -ErrorAction Stop`,
      `${renderCall(only.call)} -ErrorAction Stop`,
    ]);
    expect(among(lines, /^@\{ Name/)).toEqual([
      "@{ Name = 'TlsCertificateName'; Kind = 'text'; Before = '<I>CN=CA<S>CN=mail'; After = $null }",
      "@{ Name = 'TlsDomainCapabilities'; Kind = 'list'; Before = @('mail:AcceptCloudServicesMail'); After = @() }",
    ]);
  });

  it('reads whole objects, also where the plan reads a part', () => {
    const [only] = reset('a');
    if (only === undefined) throw new Error('no step');
    const lines = applied(planOf([{ ...only, read: { ...only.read, select: ['Guid'] } }]));
    expect(lines).toContain("Get-ReceiveConnector -Identity 'a' -ErrorAction Stop");
  });

  it('compares by the kind of the parameter', () => {
    const values: Values = { RequireTLS: true, Fqdn: 'a', SourceTransportServers: ['EX01'], SmartHosts: null };
    const lines = applied(planOf([callStep('Get-SendConnector', 'a', { before: values, after: values })]));
    expect(among(lines, /^@\{ Name/).map((line) => /Kind = '(\w+)'/.exec(line)?.[1])).toEqual(['boolean', 'text', 'names', 'list']);
  });

  it('names the Guid where the plan has one', () => {
    const [only] = reset('a');
    if (only === undefined) throw new Error('no step');
    expect(among(applied(planOf([{ ...only, guid: 'g-1' }, only])), /^Invoke-Step/).map((line) => / -Guid (\S+)/.exec(line)?.[1])).toEqual([
      "'g-1'",
      '$null',
    ]);
  });

  it('says what it needs of each side', () => {
    const sender = callStep('Get-InboundConnector', 'c', {
      before: { TlsSenderCertificateName: 'a' },
      after: { TlsSenderCertificateName: 'b' },
    });
    expect(among(applied(planOf([...reset('a', 'b'), sender])), /^Assert-Cmdlet/)).toEqual([
      "Assert-Cmdlet -From 'Exchange on-premises' -Names 'Get-ReceiveConnector','Set-ReceiveConnector'",
      "Assert-Cmdlet -From 'Exchange Online' -Names 'Get-InboundConnector','Set-InboundConnector'",
    ]);
  });

  it.each(['read', 'call', 'undo'] as const)('is refused where %s is not a call of the table', (which) => {
    const [only] = reset('a');
    if (only === undefined) throw new Error('no step');
    const hostile = { ...only[which], parameters: { Identity: 'a', 'x; Remove-Item y #': 'a' } };
    const plan = planOf([{ ...only, [which]: hostile }]);
    const scripts = [applyScript(plan, header), undoScript(plan, header)].map((script) => (script.ok ? 'ok' : script.error.code));
    const refused = 'call.refused';
    expect(scripts).toEqual({ read: [refused, refused], call: [refused, 'ok'], undo: ['ok', refused] }[which]);
  });

  it('is refused where it would read with a cmdlet that changes', () => {
    const [only] = reset('a');
    if (only === undefined) throw new Error('no step');
    expect(applyScript(planOf([{ ...only, read: only.call }]), header)).toMatchObject({ ok: false, error: { code: 'call.refused' } });
  });

  it('goes on after a failure only where the plan says so', () => {
    const goesOn = (onFailure: 'stop' | 'goOn'): readonly string[] =>
      among(applied(planOf(reset('a'), { policy: { onFailure, canary: null } })), /^\$run = /);
    expect(goesOn('stop')[0]).toContain('GoesOn = $false');
    expect(goesOn('goOn')[0]).toContain('GoesOn = $true');
  });
});

describe('the script that applies', () => {
  it('has the steps until the HCW, and says which come after it', () => {
    const lines = applied(planOf([...reset('a', 'b'), handover, ...reset('c')]));
    expect(objectsOf(lines)).toEqual(["'a'", "'b'"]);
    expect(lines).toContain("Stop-Run 6 'Not carried out, since they come after it: c'");
    expect(among(lines, /Run the Hybrid Configuration Wizard now/)).toHaveLength(1);
  });

  it('ends as done where nothing comes after the HCW', () => {
    const lines = applied(planOf([...reset('a'), handover]));
    expect(among(lines, /^Stop-Run 6/)).toEqual([]);
    expect(among(lines, /Run the Hybrid Configuration Wizard now/)).toHaveLength(1);
  });

  it('names the option of the HCW where the method is that', () => {
    const option = (method: Plan['method']): number =>
      among(applied(planOf([handover], { method })), /Update Secure Mail Certificate/).length;
    expect([option('certificateOnly'), option('reset')]).toEqual([1, 0]);
  });

  it('pauses after the first server, unless it is the only one', () => {
    const pauses = (steps: Plan['steps'], canary: string | null): readonly string[] =>
      among(applied(planOf(steps, { policy: { onFailure: 'stop', canary } })), /^(Stop-Run 6|Invoke-Step)/).map((line) =>
        line.slice(0, 10),
      );
    expect(pauses([...reset('a', 'b')], 'a')).toEqual(['Invoke-Ste', 'Stop-Run 6', 'Invoke-Ste']);
    expect(pauses([...reset('a'), handover], 'a')).toEqual(['Invoke-Ste']);
    expect(pauses([...reset('a', 'b')], null)).toEqual(['Invoke-Ste', 'Invoke-Ste']);
  });

  it('says on which servers nothing is done', () => {
    const lines = applied(planOf([...reset('a')], { leftOut: [{ server: 'EX09', reason: 'notReturned', evidence: 'Fqdn' }] }));
    expect(lines).toContain('# Left out: Nothing is done on EX09: notReturned Fqdn');
    expect(lines).toContain("Show-Line 'Nothing is done on EX09: notReturned Fqdn'");
  });
});

describe('the script that undoes', () => {
  it('goes backwards, over the HCW too, and swaps the values', () => {
    const lines = undone(
      planOf([...reset('a', 'b'), handover, callStep('Get-ReceiveConnector', 'c', { before: cleared, after: cleared }), ...reset('d')]),
    );
    expect(objectsOf(lines)).toEqual(["'d'", "'b'", "'a'"]);
    expect(among(lines, /^@\{ Name = 'TlsCertificateName'/)[0]).toBe(
      "@{ Name = 'TlsCertificateName'; Kind = 'text'; Before = $null; After = '<I>CN=CA<S>CN=mail' }",
    );
    expect(among(lines, /^Set-ReceiveConnector/)[0]).toContain("-TlsCertificateName '<I>CN=CA<S>CN=mail'");
    expect(among(lines, /Hybrid Configuration Wizard now|^Stop-Run 6/)).toEqual([]);
  });
});

describe('a plan with steps for a person, and a name that is taken off and put back', () => {
  const name: Values = { TlsCertificateName: '<I>CN=CA<S>CN=mail' };
  const none: Values = { TlsCertificateName: null };
  const service = (action: 'Stop' | 'Start', isRunning: boolean): PersonStep => ({
    ...callStep('Get-SendConnector', 'EX01\\MSExchangeTransport', { before: { Running: !isRunning }, after: { Running: isRunning } }),
    kind: 'person',
    id: action,
    server: 'EX01',
    read: { side: 'onPremises', cmdlet: 'Test-ServiceHealth', parameters: { Server: 'EX01' } },
    commands: [`${action}-Service -Name 'MSExchangeTransport'`],
    undo: [`${isRunning ? 'Stop' : 'Start'}-Service -Name 'MSExchangeTransport'`],
  });
  const removal: CallStep = {
    ...callStep('Get-SendConnector', 'EX01\\AA', { before: { Installed: true }, after: { Installed: false } }),
    read: { side: 'onPremises', cmdlet: 'Get-ExchangeCertificate', parameters: { Server: 'EX01' }, select: ['Thumbprint', 'Services'] },
    call: { side: 'onPremises', cmdlet: 'Remove-ExchangeCertificate', parameters: { Server: 'EX01', Thumbprint: 'AA' } },
    undo: null,
  };
  const plan = planOf([
    service('Stop', false),
    callStep('Get-SendConnector', 'Outbound', { before: name, after: none }),
    removal,
    { ...callStep('Get-SendConnector', 'Outbound', { before: none, after: name }), id: 'name Outbound' },
    service('Start', true),
  ]);

  it('asks for what a person does, and sends the rest', () => {
    const lines = applied(plan);
    expect(among(lines, /-Ask/)).toEqual([
      "} -On 'EX01' -Ask @('Stop-Service -Name ''MSExchangeTransport''')",
      "} -On 'EX01' -Ask @('Start-Service -Name ''MSExchangeTransport''')",
    ]);
    expect(among(lines, /^(?:Set-SendConnector|Remove-ExchangeCertificate)/)).toHaveLength(3);
    expect(among(lines, /^Get-(?:CertificateState|ServiceState) @/).slice(-3)).toEqual([
      "Get-ServiceState @(Test-ServiceHealth -Server 'EX01' -ErrorAction SilentlyContinue) 'MSExchangeTransport'",
      "Get-CertificateState @(Get-ExchangeCertificate -Server 'EX01' -ErrorAction Stop) 'AA'",
      "Get-ServiceState @(Test-ServiceHealth -Server 'EX01' -ErrorAction SilentlyContinue) 'MSExchangeTransport'",
    ]);
  });

  it('asks first whether the steps in the middle are done: then nothing is taken off again', () => {
    const lines = applied(plan);
    const check = lines.slice(lines.indexOf('$done = @('), lines.indexOf("$run['Needed'] = $done -contains $false"));
    expect(among(check, /^@\{ Name/)).toEqual(["@{ Name = 'Installed'; Kind = 'boolean'; Before = $true; After = $false }"]);
    const conditional = lines.filter((_, index) => lines[index - 1] === "if ($run['Needed']) {");
    expect(objectsOf(conditional)).toEqual(["'EX01\\MSExchangeTransport'", "'Outbound'"]);
    expect(applied(planOf([...reset('a', 'b')])).some((line) => line.includes("['Needed']"))).toBe(false);
  });

  it('is undone once for each object, and says what cannot be undone', () => {
    const lines = undone(plan);
    expect(objectsOf(lines)).toEqual(["'Outbound'", "'EX01\\MSExchangeTransport'"]);
    expect(lines).toContain('# Cannot be taken back: EX01\\AA');
    expect(among(lines, /-Ask/)).toEqual(["} -On 'EX01' -Ask @('Start-Service -Name ''MSExchangeTransport''')"]);
  });
});

it('a script says where it is from when nothing of it was sent', () => {
  const made = (mode: ScriptHeader['mode']): readonly string[] =>
    [applyScript, undoScript].map((make) => textOf(make(planOf(reset('EX01')), { ...header, mode })));
  for (const script of made('connected')) expect(script).not.toMatch(/rehearsal|practice/);
  for (const script of made('practice')) expect(script).toContain('\r\n# It is from practice, for a sample organization.\r\n');
  for (const script of made('rehearsal'))
    expect(script).toContain(
      '\r\n# It is from a rehearsal on a copy of what was collected: the wizard has sent none of these commands.\r\n',
    );
});

describe('texts of the plan', () => {
  const plan = (text: string): Plan =>
    planOf(
      [
        callStep('Get-ReceiveConnector', text, {
          server: text,
          before: { ...old, TlsCertificateName: text, TlsDomainCapabilities: [text, 'b'] },
          after: cleared,
        }),
        handover,
        ...reset(text),
      ],
      {
        policy: { onFailure: 'goOn', canary: text },
        leftOut: [{ server: text, reason: 'notReturned', evidence: text }],
      },
    );

  const named = (text: string): ScriptHeader => ({ organization: text, run: text, at: text, program: text, mode: 'connected' });

  it('never make a line of their own, and stand only in comments and constants', () => {
    // Without the comments, and with 0 for each constant and each sum of constants, also of sums: what PowerShell takes as code.
    const sumless = (line: string): string => {
      const next = line.replaceAll(/\(0(?:\+(?:0|\[char\]\d+))*\)/g, '0');
      return next === line ? line : sumless(next);
    };
    const codeOf = (text: string): readonly string[] =>
      [applyScript, undoScript].flatMap((make) =>
        textOf(make(plan(text), named(text)))
          .split('\r\n')
          .map((line) => (/^\ufeff?\s*#/.test(line) ? '#' : sumless(line.replaceAll(/'(?:[^']|'')*'/g, '0')))),
      );
    const expected = codeOf('harmless');
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom("'", "’; exit; '", '#>', '\r\nexit', '\u0085', '\u2028x', '--%')),
        (text) => {
          expect(codeOf(text)).toEqual(expected);
        },
      ),
    );
  });

  it('are ASCII in the code, so that a lost BOM changes nothing, and readable in the comments', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const lines = linesOf(applyScript(plan(text), named(text)));
        expect(lines.filter((line) => !line.startsWith('#') && /[^ -~]/.test(line))).toEqual([]);
      }),
    );
    const lines = applied(plan("受信's ‘1’"));
    expect(lines).toContain("# Step 1 of 1: 受信's ‘1’");
    expect(lines).toContain(
      "Get-ReceiveConnector -Identity (''+[char]21463+[char]20449+'''s '+[char]8216+'1'+[char]8217) -ErrorAction Stop",
    );
  });

  it('cannot begin a line of the header', () => {
    const lines = linesOf(applyScript(planOf([]), named('\r\n#Requires -Version 99\n# SIG # Begin signature block')));
    expect(among(lines, /^#\s*(requires|sig)/i)).toEqual([]);
  });
});
