import { describe, expect, it } from 'vitest';
import { about, finding, type Finding } from '../../../shared/rules/finding.ts';
import { groupFindings } from '../../../shared/rules/finding-groups.ts';
import { groupText } from '../../../shared/messages/finding-text.ts';

const servers = ['EX01', 'EX02', 'EX03', 'EX04'];
const frontend = (server: string): string => `${server}\\Default Frontend ${server}`;
const thumbprint = (digit: number): string => String(digit).repeat(40);

const receiveName = (server: string, found: string): Finding =>
  finding(about('post.receiveName', frontend(server)), found === 'new' ? 'ok' : 'block', {
    connector: frontend(server),
    expected: 'new',
    found,
  });
const version = (server: string, installed: string): Finding =>
  finding(about('server.version', server), 'previous', { server, installed, tableDate: '2026-08-11', newest: 'CU2', kb: 'KB 1' });
const selfSigned = (server: string, index: number): Finding =>
  finding(about('mail.accepted', frontend(server)), 'selfSigned', {
    server,
    connector: frontend(server),
    subject: `CN=${server}`,
    thumbprint: thumbprint(index),
    outbound: 'Outbound to Office 365',
  });
const internal = (server: string, expected: string, found: string): Finding =>
  finding(about('post.internalTransport', server), expected === found ? 'ok' : 'changed', { server, expected, found });

const said = (findings: readonly Finding[]): string[] =>
  groupFindings(findings).map((group) => {
    const { label, text } = groupText(group, 'en');
    return label === '' ? text : `${label}: ${text}`;
  });

describe('findings that say the same of several servers', () => {
  it('are said once, with the connector without its server', () => {
    expect(said(servers.map((server) => receiveName(server, 'new')))).toEqual([
      'EX01–EX04: Default Frontend refers to the new certificate.',
    ]);
  });

  it('are named in the sentence where it names the server', () => {
    expect(said(servers.map((server) => version(server, 'CU1')))).toEqual([
      'EX01–EX04 has CU1. The newest cumulative update known on Aug 11, 2026 is CU2 (KB 1); Microsoft supports the one before it, too.',
    ]);
  });

  it('stand apart where a value differs, the most severe first', () => {
    expect(said([receiveName('EX01', 'new'), receiveName('EX02', 'old'), receiveName('EX03', 'new'), receiveName('EX04', 'old')])).toEqual([
      'EX02, EX04: Default Frontend does not refer to the new certificate.',
      'EX01, EX03: Default Frontend refers to the new certificate.',
    ]);
    expect(groupFindings([receiveName('EX01', 'old'), receiveName('EX02', 'other')])).toHaveLength(2);
  });

  it('count the certificate that each server made for itself as the same', () => {
    const [group, ...others] = groupFindings(servers.map(selfSigned));
    expect(others).toEqual([]);
    expect(group?.evidence['thumbprint']).toEqual({ kind: 'differs' });
    expect(said(servers.map(selfSigned))).toEqual([
      'EX01–EX04 presents a self-signed certificate on Default Frontend (CN=(server name), different on each server). The outbound connector Outbound to Office 365 does not accept it: mail waits with 450 4.4.317.',
    ]);
  });

  it('compare the thumbprints of certificates that are not the own ones of a server', () => {
    const presents = (server: string, digit: number): Finding =>
      finding(about('presented.now', frontend(server)), 'ok', {
        server,
        connector: frontend(server),
        thumbprint: thumbprint(digit),
        notAfter: '2027-01-01',
      });
    expect(groupFindings([presents('EX01', 1), presents('EX02', 2), presents('EX03', 1)]).map(({ objects }) => objects)).toEqual([
      ['EX01', 'EX03'],
      ['EX02'],
    ]);
  });

  it('do not compare what is as expected, nor the thumbprint that was there before', () => {
    expect(groupFindings([internal('EX01', thumbprint(1), thumbprint(1)), internal('EX02', thumbprint(2), thumbprint(2))])).toHaveLength(1);
    expect(groupFindings([internal('EX01', thumbprint(1), thumbprint(3)), internal('EX02', thumbprint(2), thumbprint(3))])).toHaveLength(1);
    expect(groupFindings([internal('EX01', thumbprint(1), thumbprint(3)), internal('EX02', thumbprint(2), thumbprint(4))])).toHaveLength(2);
  });

  it('are not taken for the same by a part of a name', () => {
    const named = (server: string, name: string): Finding =>
      finding(about('mail.presented', server), 'noMatch', { server, connector: frontend(server), name });
    expect(groupFindings([named('EX1', '<S>CN=EX10'), named('EX2', '<S>CN=EX20')])).toHaveLength(2);
    expect(groupFindings([named('EX1', '<S>CN=EX1'), named('EX2', '<S>CN=EX2')])).toHaveLength(1);
  });

  it('stay as they are where there is only one', () => {
    expect(said([receiveName('EX01', 'new')])).toEqual(['EX01\\Default Frontend EX01 refers to the new certificate.']);
    expect(said([finding(about('rights.reset'), 'ok', { cmdlet: 'Set-ReceiveConnector' })])).toEqual([
      'The signed-in user has permission to run Set-ReceiveConnector.',
    ]);
  });

  it('name objects of the organization likewise', () => {
    const send = (connector: string): Finding =>
      finding(about('post.sendName', connector), 'ok', { connector, expected: 'new', found: 'new' });
    expect(said([send('Outbound A'), send('Outbound B')])).toEqual(['Outbound A, Outbound B refers to the new certificate.']);
  });

  it('name the first of many servers that do not follow each other, and count the rest', () => {
    const scattered = Array.from({ length: 40 }, (_, index) => `EX${String(index * 2 + 1).padStart(2, '0')}`);
    expect(said(scattered.map((server) => receiveName(server, 'new')))).toEqual([
      'EX01, EX03, EX05, EX07 and 36 more: Default Frontend refers to the new certificate.',
    ]);
  });
});
