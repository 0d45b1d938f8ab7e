/** Whether a path is a directory or below it. Both absolute and normal. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || directory === '/' || path.startsWith(`${directory}/`)
}
