import * as entrypoints from './broken-entrypoints.ts'
import * as layers from './broken-layers.ts'
import * as foreign from './foreign-files.ts'
import * as promises from './promises.ts'
import type { AcceptanceRow } from './row.ts'

/** What the files show, once layers are read. */
export const rootfsRows: readonly AcceptanceRow[] = [
  {
    title: 'an amd64 application in an arm64 userland',
    make: foreign.foreignEntrypoint,
    exitCode: 1,
    codes: ['rootfs/foreign-entrypoint'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'an amd64 helper in a good arm64 image',
    make: foreign.foreignHelper,
    exitCode: 1,
    codes: ['rootfs/foreign-binary'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'an amd64 library where the loader of arm64 looks',
    make: foreign.foreignLibrary,
    exitCode: 1,
    codes: ['rootfs/foreign-binary'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'amd64 machine code that is data',
    make: foreign.foreignData,
    exitCode: 0,
    never: ['rootfs/foreign-rootfs', 'rootfs/foreign-entrypoint'],
  },
  {
    title: 'amd64 files in every entry',
    make: foreign.foreignRootfs,
    exitCode: 1,
    codes: ['rootfs/foreign-rootfs'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: '386 files in an entry of amd64',
    make: foreign.narrowRootfs,
    exitCode: 1,
    codes: ['rootfs/foreign-rootfs'],
    verdicts: { 'linux/arm64': 'passed' },
  },
  {
    title: 'one set of layers for two architectures',
    make: foreign.layersShared,
    exitCode: 1,
    codes: ['index/layers-shared'],
  },
  {
    title: 'ARMv7 code labelled arm/v6',
    make: foreign.variantTooNew,
    exitCode: 1,
    codes: ['rootfs/variant-too-new'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  { title: 'a program of x86-64-v3', make: promises.isaLevel, exitCode: 0, codes: ['rootfs/isa-level'] },
  {
    title: 'arm/v6 code that names no version',
    make: promises.variantUnverified,
    exitCode: 0,
    codes: ['rootfs/variant-unverified'],
  },
  {
    title: 'a variable that names amd64 on both platforms',
    make: promises.architectureInEnv,
    exitCode: 0,
    codes: ['rootfs/arch-in-env'],
  },
  {
    title: 'a script without #!',
    make: entrypoints.scriptWithoutShebang,
    exitCode: 1,
    codes: ['rootfs/entrypoint-no-shebang'],
  },
  {
    title: 'an empty file as entrypoint',
    make: entrypoints.emptyEntrypoint,
    exitCode: 1,
    codes: ['rootfs/entrypoint-no-shebang'],
  },
  {
    title: 'a script with carriage returns',
    make: entrypoints.scriptWithCarriageReturns,
    exitCode: 1,
    codes: ['rootfs/shebang-interpreter-missing'],
  },
  {
    title: 'an entrypoint of mode 0644',
    make: entrypoints.entrypointNotExecutable,
    exitCode: 1,
    codes: ['rootfs/entrypoint-not-executable'],
  },
  {
    title: 'an entrypoint that is not there',
    make: entrypoints.entrypointMissing,
    exitCode: 1,
    codes: ['rootfs/entrypoint-missing'],
  },
  {
    title: 'a script whose interpreter is not there',
    make: entrypoints.shebangInterpreterMissing,
    exitCode: 1,
    codes: ['rootfs/shebang-interpreter-missing'],
  },
  {
    title: 'a program whose loader is not there',
    make: entrypoints.elfInterpreterMissing,
    exitCode: 1,
    codes: ['rootfs/elf-interpreter-missing'],
  },
  {
    title: 'machine code of an architecture nobody has',
    make: entrypoints.unknownMachine,
    exitCode: 1,
    codes: ['rootfs/foreign-entrypoint'],
    never: ['execution/no-handler'],
  },
  { title: 'a layer that is cut', make: layers.layerTruncated, exitCode: 1, codes: ['rootfs/layer-invalid'] },
  { title: 'a layer that is no gzip', make: layers.layerNotCompressed, exitCode: 1, codes: ['rootfs/layer-invalid'] },
  { title: 'a layer of other content', make: layers.layerOfOtherContent, exitCode: 1, codes: ['rootfs/layer-invalid'] },
  { title: 'an encrypted layer', make: layers.layerEncrypted, exitCode: 3, codes: ['rootfs/layer-unreadable'] },
  {
    title: 'a compression nobody knows',
    make: layers.layerOfUnknownCompression,
    exitCode: 3,
    codes: ['rootfs/layer-unreadable'],
  },
]
