/** One call that was made: enough to write it down again. */
interface Said {
  /** How the call is written, without its arguments, e.g. `at('admin', 'us-east-1').kms.createKey`. */
  readonly expression: string
  readonly args: readonly unknown[]
  result?: unknown
  refusal?: string
}

/**
 * What a story has done, as a script that can be pasted into a test file. Lines are written when somebody asks for them: a story that
 * goes well pays nothing for its script.
 */
export interface Script {
  /** Runs a call and keeps it. */
  run<Result>(expression: string, args: readonly unknown[], call: () => Result): Result
  /** A line that is not a call of a service, e.g. `cloud = cloud.clone()`. */
  line(text: string): void
  /** The script as text. */
  text(): string
}

/** An empty script that begins with `preamble`. */
export const createScript = (preamble: readonly string[]): Script => {
  const lines: (Said | string)[] = [...preamble]
  return {
    run: (expression, args, call) => {
      const said: Said = { expression, args }
      lines.push(said)
      try {
        const result = call()
        said.result = result
        return result
      } catch (error) {
        said.refusal = (error as Error).name
        throw error
      }
    },
    line: (text) => {
      lines.push(text)
    },
    text: () => written(lines),
  }
}

/** A service, a device or a session whose calls are kept in a script under their expressions. */
export const scripted = <Target extends object>(script: Script, target: Target, expression: string): Target =>
  new Proxy({} as Target, {
    get: (_, name) => {
      const member = target[name as keyof Target] as unknown
      const path = `${expression}.${String(name)}`
      if (typeof member === 'function') return (...args: unknown[]) => script.run(path, args, () => member.apply(target, args))
      return typeof member === 'object' && member !== null ? scripted(script, member, path) : member
    },
  })

const written = (lines: readonly (Said | string)[]): string => {
  const names = new Map<string, string>()
  const used = new Set<string>()
  const numbered = lines.map((line, at) => ({ line, name: `r${at}` }))
  const texts = numbered.map(({ line, name }) => {
    if (typeof line === 'string') return { name, text: line, isResult: false }
    const args = line.args.map((arg) => source(arg, names, used)).join(', ')
    const call = `${line.expression}(${args})`
    if (line.refusal !== undefined) return { name, text: `refused(() => ${call}) // ${line.refusal}`, isResult: false }
    nameAll(line.result, name, names)
    return { name, text: call, isResult: true }
  })
  return texts.map(({ name, text, isResult }) => (isResult && used.has(name) ? `const ${name} = ${text}` : text)).join('\n')
}

/** Gives every id and every byte string in a result the expression that leads to it. */
const nameAll = (value: unknown, path: string, names: Map<string, string>): void => {
  const key = keyOf(value)
  if (key !== undefined) {
    if (!names.has(key)) names.set(key, path)
    return
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return
  for (const [name, each] of Object.entries(value))
    nameAll(each, Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`, names)
}

/** What can only have come out of a call: an id, an ARN with one in it, a byte string. */
const keyOf = (value: unknown): string | undefined => {
  if (value instanceof Uint8Array) return value.length < 24 ? undefined : `bytes ${value.join()}`
  return typeof value === 'string' && /[0-9a-f]{12}/.test(value) && !/^[0-9]+$/.test(value) ? value : undefined
}

const source = (value: unknown, names: ReadonlyMap<string, string>, used: Set<string>): string => {
  const key = keyOf(value)
  const name = key === undefined ? undefined : names.get(key)
  if (name !== undefined) {
    used.add(/^\w+/.exec(name)?.[0] ?? '')
    return name
  }
  if (value instanceof Uint8Array) {
    const isEven = value.length > 8 && value.every((byte) => byte === value[0])
    return isEven ? `new Uint8Array(${value.length}).fill(${value[0]})` : `Uint8Array.of(${value.join(', ')})`
  }
  if (Array.isArray(value)) return `[${value.map((each) => source(each, names, used)).join(', ')}]`
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  if (typeof value !== 'object' || value === null) return String(value)
  const members = Object.entries(value).filter(([, each]) => each !== undefined)
  const said = members.map(([member, each]) => `${/^\w+$/.test(member) ? member : `'${member}'`}: ${source(each, names, used)}`)
  return said.length === 0 ? '{}' : `{ ${said.join(', ')} }`
}
