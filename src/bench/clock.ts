/** Milliseconds that times must differ by to be told apart: figures are told in microseconds. */
export const clockMs = 0.001
