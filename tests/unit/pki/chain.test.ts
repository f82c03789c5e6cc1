import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { Chain } from '../../../shared/x509/verification.ts';
import { chainOfLeaf, chainOfServer, type Linkable } from '../../../src-main/pki/chain.ts';
import { publicRoots } from '../../../src-main/pki/known-certificates.ts';
import { chainOfThree, issue, now, type Issued, type IssueOptions } from './issue.ts';

const { root, intermediate, leaf } = chainOfThree();
const roots = [root];
const withoutBytes = ({ facts }: Issued): Linkable => ({ der: null, facts });
const chain = (of: Linkable, others: readonly Linkable[], known: readonly Issued[] = roots): Chain =>
  chainOfLeaf(of, { roots: known, others }, now);
const shown = ({ links, end, missing }: Chain): unknown => ({
  links: links.map(({ state, faults }) => [state, ...faults].join(' ')),
  end,
  missing,
});

describe('a chain', () => {
  it('reaches a public root, and every link is checked', () => {
    expect(shown(chain(leaf, [intermediate]))).toEqual({ links: ['ok', 'ok'], end: 'publicRoot', missing: null });
    expect(chain(leaf, [intermediate]).links.map(({ subject, issuer }) => `${subject.subject} < ${issuer.subject}`)).toEqual([
      'CN=mail.contoso.com < CN=Intermediate',
      'CN=Intermediate < CN=Root',
    ]);
  });

  it('tells a root that is on no list from one that is', () => {
    expect(shown(chain(leaf, [intermediate, root], []))).toEqual({ links: ['ok', 'ok'], end: 'otherRoot', missing: null });
  });

  it('names the issuer that is missing', () => {
    expect(shown(chain(leaf, []))).toEqual({ links: [], end: 'issuerMissing', missing: 'CN=Intermediate' });
    expect(shown(chain(leaf, [intermediate], []))).toEqual({ links: ['ok'], end: 'issuerMissing', missing: 'CN=Root' });
  });

  it('says that an issuer of that name has another key', () => {
    const other = issue({ name: 'Intermediate', issuer: root, isCA: true });
    expect(shown(chain(leaf, [other]))).toMatchObject({ end: 'keyDiffers', missing: 'CN=Intermediate' });
    expect(shown(chain(leaf, [other, intermediate]))).toMatchObject({ links: ['ok', 'ok'], end: 'publicRoot' });
  });

  it('says that an issuer did not sign', () => {
    const forged = issue({ name: 'forged', issuer: intermediate, badSignature: true });
    expect(shown(chain(forged, [intermediate]))).toEqual({ links: [], end: 'wrongSignature', missing: 'CN=Intermediate' });
    const noIdentifiers = { ...intermediate, ...issue({ name: 'Intermediate', issuer: root, isCA: true, withoutKeyIdentifiers: true }) };
    expect(shown(chain(leaf, [noIdentifiers]))).toMatchObject({ end: 'wrongSignature' });
  });

  it('takes the root of two of one name and key, not the one that was signed by another', () => {
    const old = issue({ name: 'Old root', isCA: true, toDay: -1 });
    const cross = issue({ name: 'Root', issuer: old, keyOf: root, isCA: true });
    expect(shown(chain(leaf, [intermediate, cross]))).toMatchObject({ links: ['ok', 'ok'], end: 'publicRoot' });
  });

  it('is unknown, not right, where bytes are not here', () => {
    expect(shown(chain(withoutBytes(leaf), [intermediate]))).toMatchObject({ links: ['unknown bytesMissing', 'ok'], end: 'publicRoot' });
    expect(shown(chain(leaf, [withoutBytes(intermediate)]))).toMatchObject({ links: ['unknown bytesMissing', 'unknown bytesMissing'] });
  });

  it.each<[string, Partial<IssueOptions>, Partial<IssueOptions>, readonly string[]]>([
    ['a leaf that has expired', { fromDay: -400, toDay: -1 }, {}, ['bad expired', 'ok']],
    ['a leaf that is not valid yet', { fromDay: 1 }, {}, ['bad notYetValid', 'ok']],
    ['an intermediate that has expired', {}, { fromDay: -400, toDay: -1 }, ['ok', 'bad expired']],
    ['an issuer that is no authority', {}, { isCA: false }, ['bad notAuthority', 'ok']],
    ['an issuer whose key may not sign certificates', {}, { keyUsage: 0x80 }, ['bad mayNotSign', 'ok']],
  ])('tells of %s', (_, ofLeaf, ofIntermediate, links) => {
    const between = issue({ name: 'Intermediate', issuer: root, isCA: true, keyUsage: 0x06, ...ofIntermediate });
    expect(shown(chain(issue({ name: 'x', issuer: between, ...ofLeaf }), [between]))).toMatchObject({ links });
  });

  it('tells of an authority below one that may have none below it', () => {
    const below = issue({ name: 'Below', issuer: intermediate, isCA: true });
    const deep = issue({ name: 'deep', issuer: below });
    expect(shown(chain(deep, [below, intermediate]))).toMatchObject({ links: ['ok', 'bad pathTooLong', 'ok'] });
    const roomy = issue({ name: 'Intermediate', issuer: root, keyOf: intermediate, isCA: true, pathLength: 1 });
    expect(shown(chain(deep, [below, roomy]))).toMatchObject({ links: ['ok', 'ok', 'ok'] });
  });

  it('ends also where certificates issue each other', () => {
    const [a, b] = [issue({ name: 'A', isCA: true }), issue({ name: 'B', isCA: true })];
    const round = [issue({ name: 'A', issuer: b, keyOf: a, isCA: true }), issue({ name: 'B', issuer: a, keyOf: b, isCA: true })];
    expect(shown(chain(issue({ name: 'x', issuer: a }), round, []))).toMatchObject({ end: 'keyDiffers' });
  });
});

describe('what a server presents', () => {
  const material = (others: readonly Linkable[]) => ({ roots, others });
  const of = (presented: readonly [Issued, ...Issued[]], others: readonly Linkable[] = [], known = roots): unknown => {
    const { state, chain: found } = chainOfServer(presented, { ...material(others), roots: known }, now);
    return [state, found.end];
  };

  it('is complete with its intermediate, with or without the root', () => {
    expect(of([leaf, intermediate])).toEqual(['complete', 'publicRoot']);
    expect(of([leaf, intermediate, root])).toEqual(['complete', 'publicRoot']);
    expect(of([leaf, intermediate, root], [], [])).toEqual(['complete', 'otherRoot']);
  });

  it('lacks the intermediate that another server has', () => {
    expect(of([leaf], [leaf, intermediate])).toEqual(['intermediateMissing', 'issuerMissing']);
    expect(of([leaf], [intermediate], [])).toEqual(['intermediateMissing', 'issuerMissing']);
  });

  it('lacks an issuer that is known nowhere: it may be a root that is on no list', () => {
    expect(of([leaf])).toEqual(['issuerUnknown', 'issuerMissing']);
    expect(of([leaf, intermediate], [], [])).toEqual(['issuerUnknown', 'issuerMissing']);
  });

  it('need not have a root that is known from elsewhere', () => {
    expect(of([leaf, intermediate], [root], [])).toEqual(['complete', 'otherRoot']);
  });

  it('is broken where a link is wrong, or the intermediate is another one', () => {
    const old = issue({ name: 'old', issuer: intermediate, fromDay: -400, toDay: -1 });
    expect(of([old, intermediate])).toEqual(['broken', 'publicRoot']);
    const other = issue({ name: 'Intermediate', issuer: root, isCA: true });
    expect(of([leaf, other])).toEqual(['broken', 'keyDiffers']);
    expect(of([leaf, other], [intermediate])).toEqual(['intermediateMissing', 'keyDiffers']);
  });

  it('is complete when it issued itself', () => {
    expect(of([issue({ name: 'EX01' })])).toEqual(['complete', 'otherRoot']);
  });
});

it('every public root is read, and issued itself', () => {
  expect(publicRoots()).toHaveLength(rootCertificates.length);
  expect(
    publicRoots()
      .filter(({ facts }) => !facts.selfSigned || !facts.isCA)
      .map(({ facts }) => facts.subject),
  ).toEqual([]);
  const [first] = publicRoots();
  if (first === undefined) throw new Error('no root');
  expect(shown(chainOfLeaf(first, { roots: publicRoots(), others: [] }, now))).toEqual({ links: [], end: 'publicRoot', missing: null });
});
