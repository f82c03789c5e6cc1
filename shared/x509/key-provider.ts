/** The providers of Windows that hold private keys, by the names that PFX files carry (docs/domain.md, "Certificate files"). */

/** `CSP`: CryptoAPI. `KSP`: a key storage provider (CNG). `notKnown`: the name does not say which. */
export const providerKinds = ['CSP', 'KSP', 'notKnown'] as const;
export type ProviderKind = (typeof providerKinds)[number];

/** The provider into which CryptoAPI puts keys for TLS. */
export const schannelProviderName = 'Microsoft RSA SChannel Cryptographic Provider';

/** Names compare without regard to case. Those of other vendors follow the same pattern only as a rule, so others are `notKnown`. */
export function providerKind(name: string): ProviderKind {
  if (/key storage provider$/i.test(name) || /^microsoft platform crypto provider$/i.test(name)) return 'KSP';
  // "Microsoft Enhanced Cryptographic Provider v1.0", "Microsoft Enhanced RSA and AES Cryptographic Provider (Prototype)"
  return /^microsoft .*(?:cryptographic provider|smart card crypto provider)\b/i.test(name) ? 'CSP' : 'notKnown';
}
