import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/**
 * V1. A vote by queue brings no token: it is signed with a key that follows from one. Who reads the queue, or the ledger,
 *     can vote for nobody.
 */

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The public half of the key with which the holder of a token signs votes: 32 bytes in base64url. */
export function voteKeyOf(token: string): string {
  return createPublicKey(signingKeyOf(token)).export({ format: 'jwk' }).x ?? ''
}

/** The signature of a vote, in base64url. */
export function signVote(token: string, vote: string): string {
  return sign(null, Buffer.from(vote), signingKeyOf(token)).toString('base64url')
}

/** Whether a vote was signed with the token that this key is of. */
export function isSignedVote(voteKey: string, vote: string, signature: string): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: voteKey }, format: 'jwk' })
  return verify(null, Buffer.from(vote), key, Buffer.from(signature, 'base64url'))
}

function signingKeyOf(token: string): KeyObject {
  const seed = createHmac('sha256', token).update('muster vote').digest()
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' })
}
