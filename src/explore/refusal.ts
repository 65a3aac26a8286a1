import type { Cloud } from '../cloud-api.ts'

/** Makes a call that is to be refused: tells AWS's error, and why. Answers the error's name, `none` where the call went through. */
export const tellRefusal = (cloud: Cloud, tell: (line: string) => void, call: () => unknown): string => {
  try {
    call()
  } catch (error) {
    const { name, message } = error as Error
    tell(`${name}: ${message}`)
    for (const line of cloud.explain(error).text.split('\n')) tell(`  ${line}`)
    return name
  }
  return 'none'
}
