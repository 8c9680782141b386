import { hasNoCycles } from './cycles.ts'
import { runsEveryTest } from './focus.ts'
import { knowsItsFolders, publishesItsEntries } from './folders.ts'
import { importsOfFilesThatExist, importsOnlyToTheLeft, workersStartLight } from './layers.ts'
import { locksEveryPlatform, locksVersionsOnly } from './lockfile.ts'
import { confinesPackages, declaresPackages, namesBuiltinsWithNode, suitesImportByName } from './packages.ts'
import { exitsInOneFile, readsEnvironmentInOneFile, writesToTerminalInOneFile } from './process-use.ts'
import type { Rule } from './rule.ts'
import { keepsFilesShort, keepsMedianLow } from './sizes.ts'
import { hasNoAny, hasNoDefaultExport, reexportsOnlyInEntries } from './syntax.ts'
import { speaksOfItselfAlone } from './words.ts'

/** Everything that holds for the whole project. */
export const rules: readonly Rule[] = [
  importsOnlyToTheLeft,
  importsOfFilesThatExist,
  hasNoCycles,
  workersStartLight,
  suitesImportByName,
  confinesPackages,
  declaresPackages,
  namesBuiltinsWithNode,
  readsEnvironmentInOneFile,
  exitsInOneFile,
  writesToTerminalInOneFile,
  keepsFilesShort,
  keepsMedianLow,
  hasNoAny,
  hasNoDefaultExport,
  reexportsOnlyInEntries,
  runsEveryTest,
  speaksOfItselfAlone,
  knowsItsFolders,
  publishesItsEntries,
  locksVersionsOnly,
  locksEveryPlatform,
]
