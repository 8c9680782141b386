const products = { docker: 'Docker', podman: 'Podman' } as const

/** What an engine is called in sentences: `Podman 4.3.1`. */
export function formatEngineName(engine: {
  readonly product?: keyof typeof products
  readonly version: string
}): string {
  return engine.product === undefined ? engine.version : `${products[engine.product]} ${engine.version}`
}
