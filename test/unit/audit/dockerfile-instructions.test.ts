import { describe, expect, it } from 'vitest'
import { listInstructions } from '../../../src/audit/dockerfile-instructions.ts'

function read(...lines: readonly string[]): readonly string[] {
  return listInstructions(lines.join('\n')).map(({ keyword, flags, text, lines: own }) => {
    const shownFlags = flags.map(([name, value]) => `[${name}=${value}]`).join('')
    return `${own.map(({ number }) => number).join(',')} ${keyword}${shownFlags} ${text.replaceAll(/\s+/g, ' ')}`
  })
}

describe('the instructions of a Dockerfile', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['one a line', ['FROM a', 'run b'], ['1 FROM a', '2 RUN b']],
    ['comments and empty lines', ['# c', '', '  # d', 'FROM a'], ['4 FROM a']],
    ['continued lines', ['RUN a \\', '  b \\  ', 'c', 'USER x'], ['1,2,3 RUN a b c', '4 USER x']],
    ['comments within them', ['RUN a \\', '# not \\', '', '  b', 'USER x'], ['1,4 RUN a b', '5 USER x']],
    ['two backslashes, which continue nothing', ['RUN a \\\\', 'USER x'], ['1 RUN a \\\\', '2 USER x']],
    ['another escape', ['# escape=`', 'RUN a `', ' b\\', 'USER x'], ['2,3 RUN a b\\', '4 USER x']],
    ['an escape behind other directives', ['# syntax=x', '#Escape = `', 'RUN a `', 'b'], ['3,4 RUN a b']],
    ['an escape that comes too late', ['# c', '# escape=`', 'RUN a `', 'USER x'], ['3 RUN a `', '4 USER x']],
    ['a last line that goes on', ['RUN a \\'], ['1 RUN a']],
    ['flags', ['COPY --from=b --link --chmod="7" /x /y'], ['1 COPY[from=b][link=][chmod=7] /x /y']],
    [
      'flags on lines of their own',
      ['RUN --mount=type=cache,target=/c \\', ' make'],
      ['1,2 RUN[mount=type=cache,target=/c] make'],
    ],
    ['words that are no flags', ['RUN make --x=1'], ['1 RUN make --x=1']],
    ['a here-document', ['RUN <<EOF', '# a', 'b \\', 'EOF', 'USER x'], ['1,2,3,4 RUN <<EOF # a b \\ EOF', '5 USER x']],
    [
      'one in quotes',
      ["RUN cat <<'E-1' > /x", 'FROM y', 'E-1', 'USER x'],
      ["1,2,3 RUN cat <<'E-1' > /x FROM y E-1", '4 USER x'],
    ],
    ['one with tabs', ['COPY <<-EOF /x', '\ta', '\tEOF', 'USER x'], ['1,2,3 COPY <<-EOF /x a EOF', '4 USER x']],
    [
      'two of them',
      ['COPY <<A <<B /x/', '1', 'A', '2', 'B', 'USER x'],
      ['1,2,3,4,5 COPY <<A <<B /x/ 1 A 2 B', '6 USER x'],
    ],
    ['one without an end', ['RUN <<EOF', 'a', 'USER x'], ['1,2,3 RUN <<EOF a USER x']],
    ['a shift, which is none', ['RUN echo $((1<<A)) <<<B', 'USER x'], ['1 RUN echo $((1<<A)) <<<B', '2 USER x']],
    ['none where the instruction knows none', ['LABEL a=1 <<EOF', 'USER x'], ['1 LABEL a=1 <<EOF', '2 USER x']],
    ['Windows line ends', ['FROM a\r', 'RUN b \\\r', ' c\r'], ['1 FROM a', '2,3 RUN b c']],
    ['a byte order mark', ['\uFEFFFROM a'], ['1 FROM a']],
    ['nothing', [''], []],
  ])('%s', (_, lines, expected) => {
    expect(read(...lines).map((line) => line.trimEnd())).toEqual(expected)
  })

  it('are read in time that grows with the file, whatever it holds', () => {
    const hostile = [
      'RUN ' + '--a '.repeat(50_000),
      'RUN <<A '.repeat(20_000),
      '\\\n'.repeat(50_000),
      'ENV ' + 'a= '.repeat(50_000),
    ]
    expect(listInstructions(hostile.join('\n')).length).toBeGreaterThan(1)
  })
})
