/** Where the document is, which `npm run schemas` makes of the route table and of the contract of the API. */
export const OPENAPI_FILE = new URL('../../../../schemas/openapi.json', import.meta.url)
