import * as artifact from './artifact.ts'
import * as attestations from './attestations.ts'
import * as config from './config-mismatch.ts'
import * as deleted from './content-deleted.ts'
import { digestShared } from './digest-shared.ts'
import { goodTenPlatforms } from './good-ten-platforms.ts'
import { nestedIndex } from './nested-index.ts'
import { notAnIndex } from './not-an-index.ts'
import { platformDuplicate } from './platform-duplicate.ts'
import { platformMissing } from './platform-missing.ts'
import * as spelling from './platform-spelling.ts'
import type { AcceptanceRow } from './row.ts'
import { schema1 } from './schema1.ts'
import { windowsEntry } from './windows-entry.ts'

/** What indexes, manifests, configs and the registry show: `inspect` says it without reading a layer. */
export const indexRows: readonly AcceptanceRow[] = [
  {
    title: 'ten good platforms with attestations',
    make: goodTenPlatforms,
    exitCode: 0,
    attestations: 10,
    never: ['index/platform-unknown', 'run/uname-mismatch'],
  },
  {
    title: 'arm64 required, amd64 and arm/v7 there',
    make: platformMissing,
    flags: ['--require', 'linux/arm64'],
    exitCode: 1,
    codes: ['index/platform-missing'],
  },
  {
    title: 'arm64 asked for, amd64 and arm/v7 there',
    make: platformMissing,
    flags: ['--platform', 'linux/arm64'],
    exitCode: 1,
    codes: ['index/platform-missing'],
  },
  {
    title: 'amd64 required, amd64 and arm/v7 there',
    make: platformMissing,
    flags: ['--require', 'linux/amd64'],
    exitCode: 0,
    codes: ['index/platform-unexpected'],
  },
  { title: 'arm64 points at the amd64 manifest', make: digestShared, exitCode: 1, codes: ['index/digest-shared'] },
  { title: 'arm64 is listed twice', make: platformDuplicate, exitCode: 1, codes: ['index/platform-duplicate'] },
  { title: 'an attestation for each platform', make: attestations.attestations, exitCode: 0, attestations: 2 },
  {
    title: 'an attestation of what is not in the index',
    make: attestations.attestationDangling,
    exitCode: 0,
    codes: ['index/attestation-dangling'],
  },
  {
    title: 'attestations that lost their annotations',
    make: attestations.attestationsUnmarked,
    exitCode: 0,
    codes: ['index/attestation-dangling'],
    never: ['index/platform-unknown'],
    attestations: 2,
  },
  {
    title: 'an attestation of one platform only',
    make: attestations.attestationOfOnePlatform,
    exitCode: 0,
    codes: ['parity/attestations'],
  },
  {
    title: 'an image of unknown/unknown',
    make: attestations.platformUnknown,
    exitCode: 1,
    codes: ['index/platform-unknown'],
  },
  {
    title: 'linux/arm64/v8 listed, linux/arm64 required',
    make: spelling.arm64WithVariant,
    flags: ['--require', 'linux/arm64'],
    exitCode: 0,
    never: ['index/platform-missing', 'index/platform-invalid'],
  },
  {
    title: 'platforms spelt linux/arm/v8 and linux/aarch64',
    make: spelling.platformInvalid,
    exitCode: 1,
    codes: ['index/platform-invalid'],
  },
  {
    title: 'a descriptor without a platform',
    make: spelling.platformAbsent,
    exitCode: 0,
    codes: ['index/platform-absent'],
  },
  { title: 'an index in the index', make: nestedIndex, exitCode: 0, codes: ['index/nested'] },
  { title: 'a single manifest, nothing required', make: notAnIndex, exitCode: 0, codes: ['index/not-an-index'] },
  {
    title: 'a single manifest, two platforms required',
    make: notAnIndex,
    flags: ['--require', 'linux/amd64,linux/arm64'],
    exitCode: 1,
    codes: ['index/not-an-index'],
  },
  {
    title: 'Windows beside linux',
    make: windowsEntry,
    exitCode: 0,
    verdicts: { 'windows(10.0.17763.6893)/amd64': 'skipped', 'windows(10.0.20348.3207)/amd64': 'skipped' },
    never: ['index/platform-duplicate', 'execution/platform-unsupported'],
  },
  {
    title: 'a config of amd64 in an entry of arm64',
    make: config.configMismatch,
    exitCode: 1,
    codes: ['config/platform-mismatch'],
  },
  {
    title: 'a config that leaves out the variant',
    make: config.configWithoutVariant,
    exitCode: 0,
    never: ['config/platform-mismatch'],
  },
  {
    title: 'a config that names no architecture',
    make: config.configWithoutArchitecture,
    exitCode: 0,
    codes: ['config/architecture-missing'],
  },
  {
    title: 'a manifest deleted',
    make: (registry) => deleted.manifestDeleted(registry),
    exitCode: 1,
    codes: ['registry/manifest-missing'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'a layer deleted',
    make: (registry) => deleted.layerDeleted(registry),
    exitCode: 1,
    codes: ['registry/blob-missing'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'a config deleted',
    make: (registry) => deleted.configDeleted(registry),
    exitCode: 1,
    codes: ['registry/blob-missing'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  { title: 'a Helm chart', make: artifact.helmChart, exitCode: 2 },
  { title: 'an artifact with an empty config', make: artifact.orasArtifact, exitCode: 2 },
]

/** Rows that a registry of today refuses: only a static one serves them. */
export const staticRegistryRows: readonly AcceptanceRow[] = [
  { title: 'Docker schema 1', make: schema1, exitCode: 1, codes: ['index/schema1'] },
]
