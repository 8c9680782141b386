/** Variables that make buildx use a builder of its own, that pushes by digest: driver docker-container. */
export function containerBuilder(): Readonly<Record<string, string>> {
  const folder = process.env['EVERYARCH_TEST_BUILDERS']
  if (folder) return { BUILDX_CONFIG: folder, BUILDX_BUILDER: 'everyarch-container' }
  throw new Error('no builder to test with: start it with scripts/buildkit up, then eval "$(scripts/buildkit env)"')
}
