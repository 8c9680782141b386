import type { LayerProblem } from './rootfs.ts'

/**
 * Why a layer or an archive is not what it says it is. It is thrown inside the readers only: whoever reads a layer gets
 * it as a problem, whoever opens an archive as a `HarnessError`.
 */
export class LayerFault extends Error {
  override readonly name = 'LayerFault'
  readonly code: LayerProblem['code']

  constructor(code: LayerProblem['code'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

/** The fault of content that is not the tar, compression or digest promised. */
export function invalidLayer(message: string, cause?: unknown): LayerFault {
  return new LayerFault('rootfs/layer-invalid', message, cause)
}

/** The fault of content that takes more than an honest layer does. */
export function overLimit(message: string): LayerFault {
  return new LayerFault('rootfs/limit-exceeded', message)
}
