import { isSimilar, shown } from './similar.ts'
import { misused, type Verdict } from './verdict.ts'

/**
 * Whether a call throws AWS's error of a name, e.g. `NotFoundException` or `InvalidVolume.NotFound`, and perhaps with a message: a part of
 * it, or a regular expression. What is thrown and no error of AWS's is thrown on.
 */
export const toThrowAws = (call: unknown, name: string, message?: string | RegExp): Verdict => {
  checkName(name)
  if (typeof call !== 'function') return misused('a function', call, 'Write expect(() => kms.decrypt(…)).toThrowAws(…).')
  try {
    return judge({ answer: call() }, name, message)
  } catch (error) {
    return judge({ error: awsError(error) }, name, message)
  }
}

/** The same of a promise, or of a function that returns one. */
export const toRejectWithAws = async (call: unknown, name: string, message?: string | RegExp): Promise<Verdict> => {
  checkName(name)
  const promise: unknown = typeof call === 'function' ? call() : call
  if (typeof promise !== 'object' || promise === null || !('then' in promise))
    return misused('a promise', promise, 'Write await expect(client.send(…)).toRejectWithAws(…).')
  return (promise as PromiseLike<unknown>).then(
    (answer) => judge({ answer }, name, message),
    (error: unknown) => judge({ error: awsError(error) }, name, message),
  )
}

const checkName = (name: unknown) =>
  typeof name === 'string' && name !== ''
    ? name
    : misused('the name of an error of AWS', name, "Write e.g. toThrowAws('NotFoundException').")

/** An error with the marks that the AWS SDK gives its own. Others are the test's affair, and told as they are. */
const awsError = (error: unknown): Error => {
  if (error instanceof Error && '$fault' in error && '$metadata' in error) return error
  throw error
}

const judge = (
  outcome: { readonly answer: unknown } | { readonly error: Error },
  name: string,
  message: string | RegExp | undefined,
): Verdict => {
  const wanted = message === undefined ? name : `${name}: ${message instanceof RegExp ? message : `…${message}…`}`
  if ('answer' in outcome)
    return { pass: false, message: () => `Expected the call to be refused with ${wanted}; it answered ${shown(outcome.answer)}.` }
  const { error } = outcome
  const pass = error.name === name && (message === undefined || isIn(error.message, message))
  return {
    pass,
    message: () =>
      pass
        ? `Expected the call not to be refused with ${wanted}; it was: ${shown(error)}`
        : `Expected the call to be refused with ${wanted}; it was refused with ${shown(error)}`,
  }
}

const isIn = (text: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? text.includes(wanted) : isSimilar(text, wanted)
