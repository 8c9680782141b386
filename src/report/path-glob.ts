/** Longer patterns are none that anyone wrote by hand. */
export const maxGlobLength = 500

/**
 * A test of absolute paths by a pattern: `*` and `?` stay within one part of a path, `**` crosses parts, `{a,b}` is
 * either. Names that begin with a dot are no exception. A pattern that does not begin with a slash may match anywhere;
 * one that ends in a slash means all that lies below.
 */
export function createPathGlob(pattern: string): (path: string) => boolean {
  const anchored = pattern.startsWith('/') ? pattern : `/**/${pattern}`
  const expression = new RegExp(`^${toExpression(anchored.replace(/\/$/, '/**'))}$`, 's')
  return (path) => expression.test(path.startsWith('/') ? path : `/${path}`)
}

function toExpression(pattern: string): string {
  return pattern.replaceAll(/\/\*\*(?=\/|$)|\*+|\?|\{([^{}]*)\}|[\\^$.|+()[\]{}]/g, (token, choices: unknown) => {
    if (token === '/**') return '(?:/[^/]+)*'
    if (token.startsWith('*')) return '[^/]*'
    if (token === '?') return '[^/]'
    if (typeof choices === 'string') return `(?:${choices.split(',').map(toExpression).join('|')})`
    return `\\${token}`
  })
}
