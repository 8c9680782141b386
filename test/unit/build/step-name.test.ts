import { describe, expect, it } from 'vitest'
import { parseStepName } from '../../../src/build/step-name.ts'

const amd64 = { os: 'linux', architecture: 'amd64' }

describe('the name of a step', () => {
  it.each([
    [
      '[linux/amd64->arm64 tools 2/2] RUN go build',
      {
        platform: amd64,
        target: { os: 'linux', architecture: 'arm64' },
        stage: 'tools',
        instruction: 'RUN go build',
        isInstruction: true,
      },
    ],
    [
      '[linux/amd64->arm/v7 1/2] RUN x',
      {
        platform: amd64,
        target: { os: 'linux', architecture: 'arm', variant: 'v7' },
        instruction: 'RUN x',
        isInstruction: true,
      },
    ],
    [
      '[linux/arm/v7->v6 stage-1 1/2] RUN x',
      {
        platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
        target: { os: 'linux', architecture: 'arm', variant: 'v6' },
        stage: 'stage-1',
        instruction: 'RUN x',
        isInstruction: true,
      },
    ],
    ['[stage-1 10/12] COPY . .', { stage: 'stage-1', instruction: 'COPY . .', isInstruction: true }],
    [
      '[linux/amd64 internal] load metadata for alpine',
      { platform: amd64, instruction: 'load metadata for alpine', isInstruction: false },
    ],
    ['[internal] load .dockerignore', { instruction: 'load .dockerignore', isInstruction: false }],
    ['exporting to image', { instruction: 'exporting to image', isInstruction: false }],
    ['[auth] library/alpine:pull token', { instruction: 'library/alpine:pull token', isInstruction: false }],
    ['[1/1] RUN echo "[x]"\nRUN y', { instruction: 'RUN echo "[x]"\nRUN y', isInstruction: true }],
    ['', { instruction: '', isInstruction: false }],
  ])('%s is taken apart', (name, expected) => {
    expect(parseStepName(name)).toEqual(expected)
  })
})
