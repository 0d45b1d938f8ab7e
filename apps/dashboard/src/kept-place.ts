/** The cookie that holds where somebody wanted to go who must log in first. */
export const PLACE = 'muster-place'
/** Longer addresses are not kept. */
const MOST = 2_000
const BASE = 'http://own.invalid'
/** Where a login would begin anew, and what is no page. */
const NO_PAGE = /^\/(login|logout|api|assets)(\/|$)/

/** An address as the cookie keeps it. */
export function keepPlace(address: string): string {
  return Buffer.from(address).toString('base64url')
}

/**
 * Where a browser goes after its login. The cookie may hold anything: it is followed to a page of this very server, or else
 * to the first page.
 */
export function placeIn(cookie: string | null): string {
  const address = Buffer.from(cookie ?? '', 'base64url').toString()
  if (!address.startsWith('/') || address.length > MOST || /[\\\p{C}]/u.test(address)) return '/'
  if (!URL.canParse(address, BASE)) return '/'
  const { origin, pathname, search } = new URL(address, BASE)
  return origin === BASE && !pathname.startsWith('//') && !NO_PAGE.test(pathname) ? pathname + search : '/'
}
