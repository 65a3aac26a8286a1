import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Cloud, CloudOptions, Identity, PolicyInput } from '../../../src/index.ts'

/**
 * A case: calls one behind another, with what AWS answers to each. The same cases run through every door.
 *
 * In inputs and expectations `{"$ref": "key.KeyMetadata.Arn"}` is a part of an earlier answer, `{"$bytes": "base64"}` are bytes,
 * `{"$date": "2026-01-01T00:00:00Z"}` is a moment and `{"$match": "regular expression"}` any text of a form.
 */
export interface CallCase {
  readonly name: string
  /** The vector of the specification that the case tries, if there is one. */
  readonly vector?: string
  readonly cloud?: CloudOptions
  /** Roles of the default account, with their policies, by the names under which the steps call. */
  readonly roles?: Readonly<Record<string, readonly PolicyInput[]>>
  readonly steps: readonly CallStep[]
}

/** One call, or a move of the clock. */
export type CallStep = { readonly advance: object } | Call

/** One call and what AWS answers. */
export interface Call {
  /** `kms:CreateKey`. */
  readonly call: string
  readonly input?: object
  /** A role of the case, `root:ACCOUNT`; default: the administrator. */
  readonly as?: string
  readonly region?: string
  /** The name under which later steps refer to the answer. */
  readonly save?: string
  /** What the answer has among other things; exactly it where `exact`. */
  readonly output?: object
  readonly exact?: true
  /** The error instead of an answer. */
  readonly error?: { readonly name: string; readonly message?: unknown; readonly status?: number }
}

/** An answer as every door gives it. */
export type Told =
  | { readonly output: Readonly<Record<string, unknown>> }
  | { readonly error: { readonly name: string; readonly message: string; readonly status: number; readonly reason?: string } }

/** The files of cases. */
export const callFiles = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.json'))

/** The cases of a file. */
export const readCallCases = (file: string): readonly CallCase[] =>
  JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as readonly CallCase[]

const folder = fileURLToPath(new URL('../../conformance/calls', import.meta.url))

/** The identities of a case: sessions that begin when the case begins, whichever door they go through. */
export const identitiesOf = (cloud: Cloud, { roles = {} }: CallCase): ((name: string | undefined) => Identity) => {
  const account = cloud.account('111122223333')
  const made = Object.entries(roles).map(([name, policies]) => [name, account.createRole(name, { policies }).session()] as const)
  const sessions = new Map<string, Identity>([['Admin', account.role('Admin').session()], ...made])
  return (name = 'Admin') => {
    const identity = sessions.get(name) ?? cloud.account(name.slice('root:'.length)).root
    sessions.set(name, identity)
    return identity
  }
}

/** A value of a case with its references, bytes and moments put in. `match` makes what stands for a form. */
export const resolve = (value: unknown, saved: ReadonlyMap<string, unknown>, match: (form: string) => unknown): unknown => {
  if (Array.isArray(value)) return value.map((each) => resolve(each, saved, match))
  if (typeof value !== 'object' || value === null) return value
  const [[kind, text] = ['', '']] = Object.entries(value) as [string, unknown][]
  switch (kind) {
    case '$ref':
      return (text as string)
        .split('.')
        .reduce((at: unknown, step) => (at as Record<string, unknown>)[step], Object.fromEntries(saved))
    case '$bytes':
      return Uint8Array.from(atob(text as string), (character) => character.charCodeAt(0))
    case '$block':
      return new Uint8Array(524_288).fill(text as number)
    case '$date':
      return new Date(text as string)
    case '$match':
      return match(text as string)
    default:
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolve(each, saved, match)]))
  }
}
