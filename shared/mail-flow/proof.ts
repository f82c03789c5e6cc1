/** What proves that a message counted as internal: two headers that the receiving side writes. */

/** The connectors trusted each other, and the sender was authenticated (docs/domain.md, "Proof"). */
export const proofHeaders = ['X-CrossPremisesHeadersPromoted', 'X-MS-Exchange-Organization-AuthAs: Internal'] as const;
