/**
 * The sentence for a Node that is too old, nothing for one that will do. Written in the syntax of ten years ago, as is
 * all that is loaded before it: an old Node must be able to read it.
 */
export function describeOldNode(version: string): string | undefined {
  const parts = version.split('.')
  const major = Number(parts[0])
  const minor = Number(parts[1])
  if ((major === 22 && minor >= 22) || major === 24 || major >= 26) return undefined
  return 'everyarch needs Node 22.22, 24, or 26 and later; this is Node ' + version
}
