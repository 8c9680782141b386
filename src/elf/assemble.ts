import { type ConstantPool, createConstantPool } from './constant-pool.ts'
import type { Machine, Units, Value } from './machine.ts'
import type { Operand, Program, Step } from './program.ts'

/** The machine code of a program that is loaded at `origin`, with its constants behind it. */
export function assemble(program: Program, machine: Machine, origin: number): Uint8Array {
  // No step's length depends on an address, so a first pass with wrong ones finds where everything lies.
  const draft = { addressOf: () => 0, bytes: () => new Uint8Array() }
  const starts: number[] = []
  const labels = new Map<string, number>()
  let size = 0
  for (const step of program) {
    starts.push(size)
    if (step.kind === 'label') labels.set(step.label, size)
    size += encode(step, machine, draft, () => 0).length * machine.unitBytes
  }

  const constantsOffset = Math.ceil(size / 8) * 8
  const pool = createConstantPool(origin + constantsOffset, machine.elf)
  const units = program.flatMap((step, index) =>
    encode(step, machine, pool, (label) => distance(labels, label, starts[index] ?? 0)),
  )
  const constants = pool.bytes()
  const code = new Uint8Array(constantsOffset + constants.length)
  code.set(toBytes(units, machine))
  code.set(constants, constantsOffset)
  return code
}

function distance(labels: ReadonlyMap<string, number>, label: string, from: number): number {
  const target = labels.get(label)
  if (target === undefined) throw new RangeError(`the program has no label ${label}`)
  return target - from
}

function encode(step: Step, machine: Machine, pool: ConstantPool, distanceTo: (label: string) => number): Units {
  const wordBytes = machine.elf.wordBits / 8
  switch (step.kind) {
    case 'system-call':
      return [
        ...step.operands.flatMap((operand, index) => machine.load(index, resolve(operand, machine, pool))),
        ...machine.systemCall(machine.systemCalls[step.name]),
      ]
    case 'save':
      return machine.save(step.word * wordBytes)
    case 'label':
      return []
    case 'jump':
      return machine.jump(distanceTo(step.label))
    case 'jump-if-failed':
      return machine.jumpIfFailed(distanceTo(step.label))
    case 'jump-if-equal':
      return machine.jumpIfEqual(step.word * wordBytes, step.value, distanceTo(step.label))
    case 'measure':
      return machine.measure(resolve(step.text, machine, pool))
    case 'undefined-instruction':
      return machine.undefinedInstruction
    case 'null-load':
      return machine.nullLoad
    case 'code':
      return step.units
  }
}

function resolve(operand: Operand, machine: Machine, pool: ConstantPool): Value {
  const wordBytes = machine.elf.wordBits / 8
  if (typeof operand === 'number') return { kind: 'constant', value: operand }
  if ('constant' in operand) return { kind: 'constant', value: machine.streamSocket }
  if ('stackBytes' in operand) return { kind: 'stack-address', offset: operand.stackBytes }
  if ('stackWords' in operand) return { kind: 'stack-address', offset: operand.stackWords * wordBytes }
  if ('word' in operand) return { kind: 'stack-word', offset: operand.word * wordBytes }
  return { kind: 'constant', value: pool.addressOf(operand) }
}

function toBytes(units: Units, { unitBytes, elf }: Machine): Uint8Array {
  const bytes = new Uint8Array(units.length * unitBytes)
  const view = new DataView(bytes.buffer)
  const little = elf.byteOrder === 'little'
  for (const [index, unit] of units.entries()) {
    if (unitBytes === 4) view.setUint32(index * 4, unit, little)
    else if (unitBytes === 2) view.setUint16(index * 2, unit, little)
    else view.setUint8(index, unit)
  }
  return bytes
}
