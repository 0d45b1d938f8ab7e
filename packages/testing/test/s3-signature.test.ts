import { expect, test } from 'vitest'
import { signatureOf } from '../src/index.ts'

const SCOPE = '20130524/us-east-1/s3/aws4_request'
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const headers = {
  host: 'examplebucket.s3.amazonaws.com',
  range: 'bytes=0-9',
  'x-amz-content-sha256': EMPTY,
  'x-amz-date': '20130524T000000Z',
}
const BARE = ['host', 'x-amz-content-sha256', 'x-amz-date']

// The examples of "Signature Calculations for the Authorization Header" in the reference of Amazon S3.
test.each([
  [
    '/test.txt',
    ['host', 'range', 'x-amz-content-sha256', 'x-amz-date'],
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ],
  ['/?lifecycle', BARE, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
  ['/?max-keys=2&prefix=J', BARE, '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
])(
  'what the stand-in for S3 holds a request of %s against is the published signature',
  (target, signed, signature) => {
    expect(signatureOf({ method: 'GET', target, headers }, SCOPE, signed, SECRET)).toBe(signature)
  },
)
