import type { ElfFacts } from '../elf/elf-facts.ts'
import { asObject, failContent, type JsonObject } from '../oci/json.ts'

const types: readonly ElfFacts['type'][] = ['relocatable', 'executable', 'shared', 'core', 'other']
const levels = [1, 2, 3, 4] as const

/** Every fact there is: what another release has beside these would be lost. */
const names: Readonly<Record<keyof ElfFacts, true>> = {
  architecture: true,
  machine: true,
  wordBits: true,
  byteOrder: true,
  type: true,
  osAbi: true,
  flags: true,
  interpreter: true,
  needed: true,
  soname: true,
  rpath: true,
  runpath: true,
  arm: true,
  x86Level: true,
  hasGoBuildInfo: true,
  truncated: true,
}
const armNames: Readonly<Record<keyof NonNullable<ElfFacts['arm']>, true>> = { cpuArch: true, floatAbi: true }

/** Facts as they were cached. @throws HarnessError `content-invalid` */
export function parseElfFacts(value: unknown, where: string): ElfFacts {
  const facts = asObject(value, where)
  refuseUnknown(facts, names)
  const interpreter = facts.optionalString('interpreter')
  const soname = facts.optionalString('soname')
  const x86Level = facts.optionalInteger('x86Level')
  const arm = facts.optionalObject('arm')
  const hasGoBuildInfo = facts.optionalBoolean('hasGoBuildInfo')
  return {
    architecture: facts.string('architecture'),
    machine: facts.integer('machine'),
    wordBits: oneOf(facts.integer('wordBits'), [32, 64], where),
    byteOrder: oneOf(facts.string('byteOrder'), ['little', 'big'], where),
    type: oneOf(facts.string('type'), types, where),
    osAbi: facts.integer('osAbi'),
    flags: facts.integer('flags'),
    needed: facts.strings('needed'),
    rpath: facts.strings('rpath'),
    runpath: facts.strings('runpath'),
    truncated: facts.optionalBoolean('truncated') ?? failContent(where, 'does not say whether it is truncated'),
    ...(interpreter === undefined ? {} : { interpreter }),
    ...(soname === undefined ? {} : { soname }),
    ...(arm === undefined ? {} : { arm: parseArm(arm) }),
    ...(x86Level === undefined ? {} : { x86Level: oneOf(x86Level, levels, where) }),
    ...(hasGoBuildInfo === undefined ? {} : { hasGoBuildInfo }),
  }
}

function parseArm(arm: JsonObject): NonNullable<ElfFacts['arm']> {
  refuseUnknown(arm, armNames)
  const cpuArch = arm.optionalString('cpuArch')
  const floatAbi = arm.optionalString('floatAbi')
  return {
    ...(cpuArch === undefined ? {} : { cpuArch }),
    ...(floatAbi === undefined ? {} : { floatAbi: oneOf(floatAbi, ['hard', 'soft'], arm.where) }),
  }
}

function refuseUnknown(facts: JsonObject, known: Readonly<Record<string, true>>): void {
  for (const name of facts.keys()) if (!Object.hasOwn(known, name)) failContent(facts.where, 'has a fact of no kind')
}

function oneOf<T>(value: unknown, choices: readonly T[], where: string): T {
  return choices.find((choice) => choice === value) ?? failContent(where, 'has a word or number that cannot be')
}
